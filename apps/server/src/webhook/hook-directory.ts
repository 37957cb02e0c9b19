// Which flow listens at a webhook key, kept for a moment so that a busy hook costs no query per call.
import type { DeploymentSource, StoredDeployment } from '@patchbay/db/run-store';
import type { PlanCache, PlannedTrigger } from '@patchbay/engine';
import type { FlowLevel } from '@patchbay/model/flow';
import { AppError } from '@patchbay/model/errors';

/** How long a change may go unnoticed when its notification was lost. */
const ttlMs = 2_000;
const maxEntries = 10_000;
const keyShape = /^[A-Za-z0-9_-]{22,128}$/;

export interface Hook {
  readonly deployment: StoredDeployment;
  readonly trigger: PlannedTrigger;
  readonly level: FlowLevel;
  readonly replyTimeoutMs: number;
}

interface Entry {
  readonly found: Promise<StoredDeployment | null>;
  readonly until: number;
}

export class HookDirectory {
  readonly #deployments: DeploymentSource;
  readonly #plans: PlanCache;
  readonly #known = new Map<string, Entry>();

  constructor(deployments: DeploymentSource, plans: PlanCache) {
    this.#deployments = deployments;
    this.#plans = plans;
  }

  forget(): void {
    this.#known.clear();
  }

  /** @throws AppError `notFound` for an unknown key, `gone` when its flow was taken offline. */
  async find(key: string, tail: string): Promise<Hook> {
    const deployment = keyShape.test(key) ? await this.#lookUp(key) : null;
    if (deployment === null) {
      throw AppError.because(
        'notFound',
        'No flow listens at this address. Compare it with the webhook address shown in the flow’s trigger.',
      );
    }
    if (deployment.status === 'retired') {
      throw AppError.because('gone', 'The flow at this address was taken offline. Its owner can publish it again.');
    }
    const plan = await this.#plans.planOf(deployment.versionId);
    const hooks = [...plan.triggers.values()].filter((trigger) => trigger.operation === 'webhook.receive');
    const trigger = hooks.find((candidate) => candidate.name === tail) ?? hooks[0];
    if (trigger === undefined) throw AppError.because('gone', 'The flow at this address has no webhook any more.');
    return { deployment, trigger, level: plan.level, replyTimeoutMs: plan.replyTimeoutMs };
  }

  #lookUp(key: string): Promise<StoredDeployment | null> {
    const now = performance.now();
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return known.found;
    if (this.#known.size >= maxEntries) this.#known.clear();
    const found = this.#deployments.byHookKey(key);
    this.#known.set(key, { found, until: now + ttlMs });
    found.catch(() => this.#known.delete(key));
    return found;
  }
}
