"""Fetching: addresses in, bytes with what the network said of them out, with every limit and manner kept.

options.py, urls.py                    how to fetch, and what can be asked for
addresses.py, guard.py, transport.py   the door to the network: which addresses may be connected to
hosts.py, robots.py                    manners towards sites
body.py, answers.py, names.py          what an answer means
session.py                             address → page, or why not
links.py                               page → its links, and the files that it is only a frame around
visits.py, wrapping.py                 what an address gave last, and whether that is still the same
watch.py                               addresses and what they lead to → raw store
check.py                               a catalogue tried out
"""
