// A document compiled into a frame: its sources are filled, its root is made. Stands alone, or inside another as a sub-mapping.
import type { Diagnostic } from '@patchbay/model/errors';
import { isLoop, targetUseOf } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, ObjectRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { Layout } from '../compile/environment.ts';
import type { Scope } from '../evaluate/frame.ts';
import { own } from '../evaluate/value.ts';
import type { References } from './library.ts';
import type { JoinStage } from './loop/loop-stages.ts';
import { loopFiller } from './loop-rule.ts';
import { problemsOf, RunStopped } from './rule-problem.ts';
import type { MappingProblem } from './rule-problem.ts';
import { tooDeep } from './rule-depth.ts';
import { ruleOfValue } from './rule-of-value.ts';
import { whenOf } from './rule-scope.ts';
import type { BackEnd, RuleScope, Target } from './rule-scope.ts';
import type { RunState } from './run-state.ts';
import { sourceEnvironment } from './sources.ts';
import { compileTargetCheck } from './target-check.ts';

export interface BodyOutcome {
  /** What was made, as far as it came; null when the whole message was rejected. */
  readonly output: Json;
  /** Why the whole message was rejected. */
  readonly rejected: MappingProblem | undefined;
}

export interface MappingBody {
  /** The names of its sources, in order. */
  readonly sources: readonly string[];
  /** @param scope the sources by name, and whatever else stands around. Throws only `RunStopped`. */
  run(state: RunState, scope: Scope): BodyOutcome;
}

/** What the bodies of one compilation share. */
export interface Compilation {
  readonly backEnd: BackEnd;
  readonly layout: Layout;
  readonly references: References;
  readonly diagnostics: Diagnostic[];
  /** Compiled mappings of the library: each once, wherever it is used. */
  readonly bodies: Map<MappingDocument, MappingBody>;
  /** Mappings that are being compiled: one of these used again would never end. */
  readonly open: readonly MappingDocument[];
}

const maxDepth = 20;

export function compileBody(doc: MappingDocument, compilation: Compilation): MappingBody {
  const deep = tooDeep(doc);
  if (deep === undefined) return bodyOf(doc, compilation);
  compilation.diagnostics.push(deep);
  const run = (state: RunState): BodyOutcome => {
    state.report({ path: '', rule: '', code: 'tooDeep', message: deep.message });
    return { output: null, rejected: undefined };
  };
  return { sources: Object.keys(doc.sources ?? {}), run };
}

function bodyOf(doc: MappingDocument, compilation: Compilation): MappingBody {
  const { layout, diagnostics } = compilation;
  const references = compilation.references.within(doc);
  const joins: JoinStage[] = [];
  const { backEnd } = compilation;
  const sources = sourceEnvironment(doc, { backEnd, layout, references, diagnostics });
  const target = layout.allocate();
  const scope: RuleScope = {
    backEnd,
    environment: { ...sources.environment, target },
    diagnostics,
    joins,
    records: [],
    mapping: (ref) => innerBody(ref, { ...compilation, references, open: [...compilation.open, doc] }),
  };
  const make = rootFiller(doc.root, scope);
  const schema = references.schema(targetUseOf(doc));
  const checkTarget = schema === undefined ? undefined : compileTargetCheck(schema);
  const run = (state: RunState, given: Scope): BodyOutcome => {
    const { frame } = state;
    for (const [name, slot] of layout.roots) frame.slots[slot] = own(given, name);
    for (const join of joins) frame.kept.delete(join);
    const output = make.create();
    frame.slots[target] = output;
    state.output = output as Json;
    try {
      sources.fill(frame, given);
      if (make.fill(state, output)) return { output: null, rejected: state.skipCause };
    } catch (cause) {
      if (cause instanceof RunStopped) throw cause;
      for (const problem of problemsOf(cause, { path: '', rule: '' })) state.report(problem);
    }
    if (checkTarget !== undefined && state.problems.length === 0) {
      for (const mistake of checkTarget(output, frame))
        state.report({ ...mistake, rule: ruleOfValue(doc.root, mistake.path) });
    }
    return { output: output as Json, rejected: undefined };
  };
  return { sources: sources.names, run };
}

function innerBody(ref: string, compilation: Compilation): MappingBody | string {
  const doc = compilation.references.mapping(ref);
  if (doc === undefined) return `There is no mapping “${ref}” in the library. Choose another, or import it.`;
  if (compilation.open.includes(doc)) return `“${ref}” uses itself, so it would never end. Use another mapping here.`;
  if (compilation.open.length > maxDepth) return `Mappings use each other more than ${maxDepth} levels deep.`;
  const known = compilation.bodies.get(doc);
  if (known !== undefined) return known;
  const backEnd = compilation.backEnd.inner ?? compilation.backEnd;
  const body = compileBody(doc, { ...compilation, backEnd, layout: compilation.layout.nested(), diagnostics: [] });
  compilation.bodies.set(doc, body);
  return body;
}

interface RootFiller {
  create(): unknown[] | Target;
  fill(run: RunState, output: unknown[] | Target): boolean;
}

function rootFiller(root: ObjectRule | LoopRule, scope: RuleScope): RootFiller {
  const place = { path: '', loops: [] };
  const when = whenOf(root, place, scope);
  const list = isLoop(root) ? loopFiller(root, place, scope) : undefined;
  const object = isLoop(root) ? undefined : scope.backEnd.object(root, place, scope);
  return {
    create: () => object?.create() ?? [],
    fill: (run, output) => {
      if (when !== undefined && !when(run.frame)) return false;
      if (Array.isArray(output)) return list?.(run, output) === true;
      return object?.fill(run, output) === true;
    },
  };
}
