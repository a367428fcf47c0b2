"""Fetching: addresses in, bytes with what the network said of them out, with every limit and manner kept.

addresses.py, guard.py, transport.py   the door to the network: which addresses may be connected to
hosts.py, robots.py                    manners towards sites
body.py, answers.py, names.py          what an answer means
session.py                             address → page, or why not
links.py, visits.py, watch.py          pages, what they lead to, and what they gave last time → raw store
"""
