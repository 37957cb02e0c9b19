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
  /** Something in the flow may look into the body. */
  readonly readsBody: boolean;
  readonly replyTimeoutMs: number;
}

interface Entry {
  readonly found: Promise<StoredDeployment | null>;
  readonly until: number;
  /** Once it was found, with its plan: a busy hook is not waited for. */
  hooks?: readonly Hook[];
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

  /** What `find` resolves with, if it is known already. */
  known(key: string, tail: string): Hook | undefined {
    const entry = this.#known.get(key);
    if (entry?.hooks === undefined || entry.until <= performance.now()) return undefined;
    return hookOf(entry.hooks, tail);
  }

  /** @throws AppError `notFound` for an unknown key, `gone` when its flow was taken offline. */
  async find(key: string, tail: string): Promise<Hook> {
    const entry = keyShape.test(key) ? this.#lookUp(key) : null;
    const deployment = entry === null ? null : await entry.found;
    if (entry === null || deployment === null) {
      throw AppError.because(
        'notFound',
        'No flow listens at this address. Compare it with the webhook address shown in the flow’s trigger.',
      );
    }
    if (deployment.status === 'retired') {
      throw AppError.because('gone', 'The flow at this address was taken offline. Its owner can publish it again.');
    }
    const plan = await this.#plans.planOf(deployment.versionId);
    const { level, readsBody, replyTimeoutMs } = plan;
    entry.hooks = [...plan.triggers.values()]
      .filter((trigger) => trigger.operation === 'webhook.receive')
      .map((trigger) => ({ deployment, trigger, level, readsBody, replyTimeoutMs }));
    const hook = hookOf(entry.hooks, tail);
    if (hook === undefined) throw AppError.because('gone', 'The flow at this address has no webhook any more.');
    return hook;
  }

  #lookUp(key: string): Entry {
    const now = performance.now();
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return known;
    if (this.#known.size >= maxEntries) this.#known.clear();
    const entry: Entry = { found: this.#deployments.byHookKey(key), until: now + ttlMs };
    this.#known.set(key, entry);
    entry.found.catch(() => this.#known.delete(key));
    return entry;
  }
}

const hookOf = (hooks: readonly Hook[], tail: string): Hook | undefined =>
  hooks.find(({ trigger }) => trigger.name === tail) ?? hooks[0];
