-- Polls look for news at intervals or at the times of a pattern, and say how they do. Nothing wrote the table before.

ALTER TABLE "poll"
  ALTER COLUMN "every_ms" DROP NOT NULL,
  ADD COLUMN "operation" TEXT NOT NULL,
  ADD COLUMN "source" TEXT NOT NULL,
  ADD COLUMN "cron" TEXT,
  ADD COLUMN "zone" TEXT NOT NULL DEFAULT 'UTC',
  ADD COLUMN "overlap" TEXT NOT NULL DEFAULT 'allow',
  ADD COLUMN "begin" TEXT NOT NULL DEFAULT 'now',
  ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "found" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "lost" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "loss" TEXT,
  ADD COLUMN "failed_at" TIMESTAMPTZ(3),
  ADD COLUMN "held" TEXT;

GRANT UPDATE (found, lost, loss, failed_at, held) ON poll TO patchbay_engine;
