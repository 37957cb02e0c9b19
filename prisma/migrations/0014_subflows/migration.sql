-- Steps that call other flows (ADR 0027): which run a call started, and who is to be told of its end.

-- calls: 1 = a step of another run waits for its end and was not told yet · 2 = it has called other flows, and what it left open when it
-- ended, or when its cancel was asked for, is still to be cancelled.
ALTER TABLE "run" ADD COLUMN "calls" SMALLINT NOT NULL DEFAULT 0;

-- child: the run that a call started · former: the run of an attempt before it, which failed · outcome: how the child ended, as in run.status.
ALTER TABLE "wait" ADD COLUMN "child" UUID;
ALTER TABLE "wait" ADD COLUMN "former" UUID;
ALTER TABLE "wait" ADD COLUMN "outcome" SMALLINT;

-- Written by hand from here on.
-- What a process left undone that died between the end of a run and the word to its caller, or to those that it called.
CREATE INDEX run_unsettled_idx ON run (id) WHERE calls <> 0 AND (status IN (3, 4, 5) OR cancel_at IS NOT NULL);
