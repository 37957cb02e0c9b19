// Who does the steps that are not done at once, made when the run first needs one of that kind.
import type { EvaluationContext } from '@patchbay/mapping';
import { CodeRunner } from './code-runner.ts';
import { EffectRunner } from './effect-runner.ts';
import type { InnerSteps } from './inner-steps.ts';
import { ListRunner } from './list-runner.ts';
import { MapRunner } from './map-runner.ts';
import { RecordsRunner } from './records/records-runner.ts';
import type { RunParts } from './run-loop.ts';
import { SubflowRunner } from './subflow-runner.ts';
import { WaitRunner } from './wait-runner.ts';

type RunnerParts = RunParts & { readonly contextOf: (path: string) => EvaluationContext };

export class Runners {
  readonly #parts: RunnerParts;
  #effects: EffectRunner | undefined;
  #code: CodeRunner | undefined;
  #maps: MapRunner | undefined;
  #lists: ListRunner | undefined;
  #waits: WaitRunner | undefined;
  #calls: SubflowRunner | undefined;
  #records: RecordsRunner | undefined;

  constructor(parts: RunParts, inner: InnerSteps) {
    this.#parts = { ...parts, contextOf: (path) => inner.contextOf(path) };
  }

  get effects(): EffectRunner {
    return (this.#effects ??= new EffectRunner(this.#parts));
  }

  get code(): CodeRunner {
    return (this.#code ??= new CodeRunner(this.#parts));
  }

  get maps(): MapRunner {
    return (this.#maps ??= new MapRunner(this.#parts));
  }

  get lists(): ListRunner {
    return (this.#lists ??= new ListRunner(this.#parts));
  }

  get waits(): WaitRunner {
    return (this.#waits ??= new WaitRunner(this.#parts));
  }

  get calls(): SubflowRunner {
    return (this.#calls ??= new SubflowRunner(this.#parts));
  }

  get records(): RecordsRunner {
    return (this.#records ??= new RecordsRunner(this.#parts));
  }

  /** This worker was replaced: what is still in flight is told to stop. */
  abandon(): void {
    this.#effects?.abandon();
    this.#records?.abandon();
    this.#lists?.abandon();
  }
}
