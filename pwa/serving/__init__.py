"""The processes of `leafline serve`, and what becomes of them when one dies.

    supervisor            holds the port, and no facts; keeps one generation alive
     └ generation         loads code and facts once; forks what follows, and again what dies
        ├ web process     granian on the supervisor's socket (as many as LEAFLINE_WORKERS)
        └ scheduler       forks a process for each job that is due

The port outlives every process but the supervisor: while one is replaced, connections wait in the
kernel's queue and none is refused. All processes of a generation hold one end of a line to the
supervisor, and end by themselves when the other end is gone, however it went.
"""
