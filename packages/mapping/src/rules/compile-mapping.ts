import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { Layout } from '../compile/environment.ts';
import { Frame } from '../evaluate/frame.ts';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { closuresBackEnd } from './closures-back-end.ts';
import { References } from './library.ts';
import { compileBody } from './mapping-body.ts';
import { RunStopped } from './rule-problem.ts';
import type { BackEnd } from './rule-scope.ts';
import type { MappingProblem, RejectedRecord } from './rule-problem.ts';
import { RunState } from './run-state.ts';
import type { ChunkStart, RuleObserver } from './run-state.ts';

export interface MappingOutcome {
  /** Whether the output may be used: no problem came up. Rejected records are no problem. */
  readonly ok: boolean;
  /** What was made, as far as it came; null when the whole message was rejected. */
  readonly output: Json;
  readonly problems: readonly MappingProblem[];
  readonly rejected: readonly RejectedRecord[];
}

export interface CompiledMapping {
  /** @param scope the sources by name; inside a flow, the roots of its scope */
  run(scope: Scope, context: EvaluationContext, watch?: RunWatch): MappingOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

export interface RunWatch {
  readonly observe?: RuleObserver | undefined;
  /** The root's list goes on where an earlier chunk ended. */
  readonly start?: ChunkStart | undefined;
  /** What joins and lookup sources worked out is kept here from one chunk to the next. */
  readonly kept?: Map<object, unknown> | undefined;
  /** Told at the end how many turns the root took, when it is a loop, and whether it has had all that its limit allows. */
  ended?(turns: number, isFull: boolean): void;
}

/** Compiles a mapping once for many runs. Never throws; a run never throws either: what goes wrong is in its outcome. */
export function compileMapping(doc: MappingDocument, backEnd: BackEnd = closuresBackEnd): CompiledMapping {
  const layout = new Layout();
  const diagnostics: Diagnostic[] = [];
  const references = new References();
  const body = compileBody(doc, {
    backEnd,
    layout,
    references,
    diagnostics,
    bodies: new Map(),
    open: [],
  });
  const run = (scope: Scope, context: EvaluationContext, watch?: RunWatch): MappingOutcome => {
    const state = new RunState(new Frame(layout.size, context, watch?.kept), watch);
    const { problems, rejected } = state;
    try {
      const made = body.run(state, scope);
      if (made.rejected !== undefined) {
        state.output = null;
        rejected.push({ path: '', source: '', item: null, problem: made.rejected });
      }
    } catch (cause) {
      // The budget is spent; what was wrong is told already.
      if (!(cause instanceof RunStopped)) throw cause;
    }
    watch?.ended?.(state.turns, state.isFull);
    return { ok: problems.length === 0, output: state.output, problems, rejected };
  };
  return { run, diagnostics };
}
