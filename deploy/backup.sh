#!/usr/bin/env bash
# Back up the Prefect server's database and the data folder to TARGET/<time>, and keep the last KEEP (14) backups. Data in a
# bucket are kept by the bucket's own versions.
#     JIHUA_DATA=… PREFECT_SERVER_DATABASE_CONNECTION_URL=… deploy/backup.sh TARGET
# Nothing is published while the data are copied: the backup holds a whole release. Runs wait for it (lock_seconds).
set -euo pipefail
umask 077

target=${1:?usage: backup.sh TARGET}
data=${JIHUA_DATA:?JIHUA_DATA is not set}
database=${PREFECT_SERVER_DATABASE_CONNECTION_URL:?PREFECT_SERVER_DATABASE_CONNECTION_URL is not set}

backup="$target/$(date -u +%Y%m%dT%H%M%SZ)"
part="$backup.part"
mkdir -p "$part"
pg_dump --format=custom --file="$part/prefect.dump" "${database/+asyncpg/}"
if [[ $data == s3://* ]]; then
    echo "backup.sh: the database alone; the data in $data are kept by the bucket's own versions" >&2
else
    # The lock is the one that publishing takes. Staged batches are made again from the originals. Collecting goes on: tar's
    # 1 says that something appeared meanwhile, which the next backup has.
    mkdir -p "$data/curated"
    flock "$data/curated/.publish.lock" \
        tar --create --gzip --file="$part/data.tar.gz" --directory="$data" \
        --exclude='./raw/staged' --exclude='*/.*.part' --exclude='./*/.*lock' . || [ $? -eq 1 ]
fi
(cd "$part" && find . -type f ! -name SHA256SUMS -printf '%f\n' | sort | xargs sha256sum > SHA256SUMS)
mv "$part" "$backup"
echo "$backup"
find "$target" -mindepth 1 -maxdepth 1 -type d -name '*Z' | sort | head -n "-${KEEP:-14}" | xargs -r rm -r --
