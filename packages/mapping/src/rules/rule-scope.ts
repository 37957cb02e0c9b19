// What rules are compiled in, and the places that they stand at.
import type { Diagnostic } from '@patchbay/model/errors';
import type { Expression } from '@patchbay/model/expression';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { Environment } from '../compile/environment.ts';
import { evaluated, parsed } from '../compile/parsed.ts';
import type { Closure, Frame } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { readsTarget, snapshot } from '../evaluate/snapshot.ts';
import { truthOf } from '../evaluate/value.ts';
import type { JoinStage } from './loop/loop-stages.ts';
import type { LoopRecord } from './loop/record-place.ts';
import { PartFailed } from './rule-problem.ts';
import type { RunState } from './run-state.ts';
import type { MappingBody } from './mapping-body.ts';

/** How texts and objects become code: closures, or a generated program. */
export interface BackEnd {
  /** For the mappings of the library that are used inside; the same one unless said. */
  readonly inner?: BackEnd;
  /** @param field where the expression stands: the rule's path, with `#part` behind it */
  closure(node: Expression, environment: Environment, field: string): Closure;
  object(rule: ObjectRule, place: Place, scope: RuleScope): CompiledObject;
}
export interface CompiledObject {
  /** A new, empty object, made for the fields that it will have. */
  create(): Target;
  readonly fill: ObjectFiller;
}

/** The names around a rule, what the document uses of the library, and where mistakes are gathered. */
export interface RuleScope {
  readonly backEnd: BackEnd;
  readonly environment: Environment;
  readonly diagnostics: Diagnostic[];
  /** A mapping of the bundle; a text says why there is none: it is missing, or uses itself. */
  mapping(ref: string): MappingBody | string;
  /** Joins of the document: what they keep is for one run of it. */
  readonly joins: JoinStage[];
  /** The loops around, outermost first. */
  readonly records: readonly LoopRecord[];
}
/** What an expression alone is compiled in. */
export type TextScope = Pick<RuleScope, 'backEnd' | 'environment' | 'diagnostics'>;

export interface Place {
  /** The rule's id. */
  readonly path: string;
  /** Paths of the loops around it, outermost first. */
  readonly loops: readonly string[];
}
export interface FieldPlace extends Place {
  /** The key in the object around it. */
  readonly name: string;
}

export type Target = Record<string, unknown>;
/** Writes one key. True: the record around it is to be left out. */
export interface Writer {
  readonly name: string;
  write(run: RunState, target: Target): boolean;
  failed(run: RunState, target: Target, cause: unknown): boolean;
}
/** Fills an object or a list that its parent already holds. True: it is to be left out. */
export type ObjectFiller = (run: RunState, target: Target) => boolean;
export type ListFiller = (run: RunState, list: unknown[]) => boolean;

export type Condition = (frame: Frame) => boolean;

/** A rule for one value. */
export type ValueRule = Exclude<MappingRule, ObjectRule | LoopRule>;

/** The tree of a text that stands at a field: a rule's path, with `#part` behind it for its parts. */
export function parsedAt(text: string, field: string, scope: Pick<RuleScope, 'diagnostics'>): Expression {
  const tree = parsed(text);
  for (const diagnostic of tree.diagnostics)
    scope.diagnostics.push({ ...diagnostic, at: { ...diagnostic.at, field: `mapping${field}` } });
  return evaluated(tree);
}

export function closureOf(text: string, field: string, scope: TextScope): Closure {
  const closure = scope.backEnd.closure(parsedAt(text, field, scope), scope.environment, field);
  return readsTarget(text) ? (frame) => snapshot(closure(frame), frame) : closure;
}

/** A part of a rule beside its value (`#where`): when it fails, the problem names the part and its own text. */
export function partClosure(text: string, { path, part }: { path: string; part: string }, scope: TextScope): Closure {
  const closure = closureOf(text, path + part, scope);
  return (frame) => {
    try {
      return closure(frame);
    } catch (cause) {
      throw PartFailed.of(cause, part, text);
    }
  };
}

/** A part that must be true or false (`#when`, `#where`); nothing counts as false. `label` is the word of messages. */
export function conditionClosure(
  text: string,
  { path, part, label }: { path: string; part: string; label: string },
  scope: TextScope,
): Condition {
  const closure = closureOf(text, path + part, scope);
  const site = new Site(label, parsed(text).ast);
  return (frame) => {
    try {
      return truthOf(closure(frame), site);
    } catch (cause) {
      throw PartFailed.of(cause, part, text);
    }
  };
}

/** The condition of a rule, when it has one. */
export const whenOf = ({ when }: Pick<MappingRule, 'when'>, { path }: Place, scope: TextScope): Condition | undefined =>
  when === undefined ? undefined : conditionClosure(when, { path, part: '#when', label: 'Only when' }, scope);

/** The path of the value that is being made: the rule's path with the positions of the lists around it. */
export function valuePath({ path, loops }: Place, run: RunState): string {
  return loops.reduceRight((spelt, loop, level) => {
    const position = run.targetPositions[level];
    return position === undefined ? spelt : `${loop}/${position}${spelt.slice(loop.length)}`;
  }, path);
}
