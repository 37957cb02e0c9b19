// Plans and bindings, kept in memory: a version never changes, what an environment binds is looked up again when told.
import { AppError } from '@patchbay/model/errors';
import type { FlowVersionId } from '@patchbay/model/identity';
import type { PlanDriver, PlanSource, RunContext } from '../drivers/index.ts';
import type { FlowPlan } from './flow-plan.ts';
import { planFlow } from './plan-flow.ts';
import type { OperationLookup } from './operation-lookup.ts';

const maxPlans = 500;
/** How long a binding may be stale when the notification of its change was lost. */
const bindingTtlMs = 5_000;

export class PlanCache implements PlanDriver {
  readonly #source: PlanSource;
  readonly #operations: OperationLookup;
  readonly #plans = new Map<string, Promise<FlowPlan>>();
  readonly #contexts = new Map<string, { readonly value: Promise<RunContext>; readonly until: number }>();

  constructor(source: PlanSource, operations: OperationLookup) {
    this.#source = source;
    this.#operations = operations;
  }

  contextFor(run: Parameters<PlanDriver['contextFor']>[0]): Promise<RunContext> {
    const key = `${run.versionId}/${run.environmentId}`;
    const now = performance.now();
    const known = this.#contexts.get(key);
    if (known !== undefined && known.until > now) return known.value;
    const value = this.#contextOf(run);
    this.#contexts.set(key, { value, until: now + bindingTtlMs });
    value.catch(() => this.#contexts.delete(key));
    dropOldest(this.#contexts);
    return value;
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
  }

  async #load(versionId: FlowVersionId): Promise<FlowPlan> {
    const doc = await this.#source.document(versionId);
    if (doc !== null) return planFlow(doc, this.#operations);
    throw AppError.because('notFound', `The flow version ${versionId} is not in the database.`);
  }

  async #contextOf(run: Parameters<PlanDriver['contextFor']>[0]): Promise<RunContext> {
    const { versionId, environmentId, flowId } = run;
    const [plan, bindings, variables] = await Promise.all([
      this.planOf(versionId),
      this.#source.bindings(environmentId, flowId),
      this.#source.variables(environmentId),
    ]);
    return { plan, bindings, variables };
  }
}

function dropOldest(kept: Map<string, unknown>): void {
  const oldest = kept.size > maxPlans ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
}
