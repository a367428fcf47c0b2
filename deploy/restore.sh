#!/usr/bin/env bash
# Bring back what backup.sh kept: the database, which must exist and may be empty, and the data folder, which must be empty.
#     JIHUA_DATA=… PREFECT_SERVER_DATABASE_CONNECTION_URL=… deploy/restore.sh BACKUP
# Stop server and worker first.
set -euo pipefail
umask 027

backup=${1:?usage: restore.sh BACKUP}
data=${JIHUA_DATA:?JIHUA_DATA is not set}
database=${PREFECT_SERVER_DATABASE_CONNECTION_URL:?PREFECT_SERVER_DATABASE_CONNECTION_URL is not set}

(cd "$backup" && sha256sum --quiet --check SHA256SUMS)
if [[ $data != s3://* && -d $data && -n "$(ls -A "$data")" ]]; then
    echo "restore.sh: $data is not empty; move it away first" >&2
    exit 1
fi
pg_restore --clean --if-exists --no-owner --exit-on-error --dbname="${database/+asyncpg/}" "$backup/prefect.dump"
[[ $data == s3://* ]] && exit  # the bucket's own versions bring the data back
mkdir -p "$data"
tar --extract --gzip --file="$backup/data.tar.gz" --directory="$data"
