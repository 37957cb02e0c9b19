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

type Bound = Pick<RunContext, 'bindings' | 'variables'>;

export class PlanCache implements PlanDriver {
  readonly #source: PlanSource;
  readonly #operations: OperationLookup;
  readonly #plans = new Map<string, Promise<FlowPlan>>();
  readonly #bound = new Map<string, { readonly value: Promise<Bound>; readonly until: number }>();

  constructor(source: PlanSource, operations: OperationLookup) {
    this.#source = source;
    this.#operations = operations;
  }

  async contextFor(run: Parameters<PlanDriver['contextFor']>[0]): Promise<RunContext> {
    const [plan, bound] = await Promise.all([this.planOf(run.versionId), this.#boundOf(run)]);
    return { plan, ...bound };
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
    const oldest = this.#plans.size > maxPlans ? this.#plans.keys().next().value : undefined;
    if (oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }

  /** Something was bound, published or set: look again. */
  forgetBindings(): void {
    this.#bound.clear();
  }

  async #load(versionId: FlowVersionId): Promise<FlowPlan> {
    const doc = await this.#source.document(versionId);
    if (doc !== null) return planFlow(doc, this.#operations);
    throw AppError.because('notFound', `The flow version ${versionId} is not in the database.`);
  }

  #boundOf({ environmentId, flowId }: Parameters<PlanDriver['contextFor']>[0]): Promise<Bound> {
    const key = `${environmentId}/${flowId}`;
    const known = this.#bound.get(key);
    if (known !== undefined && known.until > performance.now()) return known.value;
    const value = Promise.all([
      this.#source.bindings(environmentId, flowId),
      this.#source.variables(environmentId),
    ]).then(([bindings, variables]) => ({ bindings, variables }));
    this.#bound.set(key, { value, until: performance.now() + bindingTtlMs });
    value.catch(() => this.#bound.delete(key));
    return value;
  }
}
