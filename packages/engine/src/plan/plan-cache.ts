// Plans and bindings, kept in memory: a version never changes, what an environment binds is looked up again when told.
import { AppError } from '@patchbay/model/errors';
import type { EnvironmentId, FlowVersionId } from '@patchbay/model/identity';
import type { PlanDriver, PlanSource, RunContext } from '../drivers/index.ts';
import { bodyReadings } from './body-reading.ts';
import type { FlowPlan } from './flow-plan.ts';
import { planFlow } from './plan-flow.ts';
import type { OperationLookup } from './operation-lookup.ts';

const maxPlans = 500;
/** How long a binding or a variable may be stale when the notification of its change was lost. */
const bindingTtlMs = 5_000;

export class PlanCache implements PlanDriver {
  readonly #source: PlanSource;
  readonly #operations: OperationLookup;
  readonly #plans = new Map<string, Promise<FlowPlan>>();
  readonly #contexts = new Map<string, Kept<RunContext>>();
  /** By environment: they may be large, and all flows of it read the same. */
  readonly #variables = new Map<EnvironmentId, Kept<RunContext['variables']>>();

  constructor(source: PlanSource, operations: OperationLookup) {
    this.#source = source;
    this.#operations = operations;
  }

  contextFor(run: Parameters<PlanDriver['contextFor']>[0]): Promise<RunContext> {
    return keptFor(this.#contexts, `${run.versionId}/${run.environmentId}`, () => this.#contextOf(run));
  }

  async titlesOf(versionId: FlowVersionId): Promise<ReadonlyMap<string, string>> {
    const doc = await this.#source.document(versionId);
    return new Map(doc?.nodes.map(({ id, label }) => [id, label]));
  }

  planOf(versionId: FlowVersionId): Promise<FlowPlan> {
    const known = this.#plans.get(versionId);
    if (known !== undefined) return known;
    const plan = this.#load(versionId);
    this.#plans.set(versionId, plan);
    plan.catch(() => this.#plans.delete(versionId));
    dropOldest(this.#plans);
    return plan;
  }

  /** Something was bound, published or set: look again. */
  forgetBindings(): void {
    this.#contexts.clear();
    this.#variables.clear();
  }

  async #load(versionId: FlowVersionId): Promise<FlowPlan> {
    const doc = await this.#source.document(versionId);
    if (doc !== null) return planFlow(doc, this.#operations, await bodyReadings(doc));
    throw AppError.because('notFound', `The flow version ${versionId} is not in the database.`);
  }

  async #contextOf(run: Parameters<PlanDriver['contextFor']>[0]): Promise<RunContext> {
    const { versionId, environmentId, flowId } = run;
    const [plan, bindings, variables] = await Promise.all([
      this.planOf(versionId),
      this.#source.bindings(environmentId, flowId),
      keptFor(this.#variables, environmentId, () => this.#source.variables(environmentId)),
    ]);
    return { plan, bindings, variables };
  }
}

interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

function keptFor<Key, Value>(all: Map<Key, Kept<Value>>, key: Key, read: () => Promise<Value>): Promise<Value> {
  const now = performance.now();
  const known = all.get(key);
  if (known !== undefined && known.until > now) return known.value;
  const kept = { value: read(), until: now + bindingTtlMs };
  all.set(key, kept);
  kept.value.catch(() => {
    if (all.get(key) === kept) all.delete(key);
  });
  dropOldest(all);
  return kept.value;
}

function dropOldest<Key>(kept: Map<Key, unknown>): void {
  const oldest = kept.size > maxPlans ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
}
