"""A folder of notices at a time: walk it, restore every file, keep a catalogue, take up again.

The client (:mod:`.run`) walks the input and is the only one that writes the catalogue. Jobs
go to an executor: processes of this machine (:mod:`.pool`), this very process (:mod:`.inline`)
or a Dask cluster (:mod:`.cluster`). Whoever runs a job (:mod:`.work`) reads the file, restores
it and writes its outputs whole or not at all; the client records what came of it. Whatever
dies in between, a file is either recorded with its outputs in place, or done again.
"""
