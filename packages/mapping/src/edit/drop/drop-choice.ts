// What a drop may do: a list of choices, each an edit that is only made when it is taken.
import type { MappingRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { MappingView } from '../../lineage/mapping-view.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import type { Edit } from '../edit.ts';
import { setRule } from '../set-rule.ts';

export interface DropChoice {
  /** What it does: `replace`, `join-text`. Unique among the choices. */
  readonly id: string;
  /** What was dropped onto what: `list-to-value`. Remember the chosen `id` by it. */
  readonly kind: DropKind;
  readonly title: string;
  /** One line: what it does here. */
  readonly detail: string;
  /** The text of the rule that it makes. */
  readonly preview: string;
  /** A question to answer with yes before it is taken. */
  readonly needsConfirm?: string | undefined;
  /** It takes items of one kind, and of which is likely to be asked next. */
  readonly asksKind?: boolean | undefined;
  apply(): Edit;
}

export type DropKind =
  | 'value-to-value'
  | 'second-value'
  | 'value-to-list'
  | 'value-to-structure'
  | 'list-to-value'
  | 'list-to-list'
  | 'second-list'
  | 'list-to-structure'
  | 'structure-to-value'
  | 'structure-to-structure'
  | 'structure-to-list'
  | 'implied-loop'
  | 'other-list';

export interface DropChoices {
  readonly kind: DropKind;
  readonly choices: readonly DropChoice[];
  /** Position of the choice to take when nobody chooses. */
  readonly preferred: number;
}

/** One end of a pair that is compared when children are matched. */
export interface MatchEnd {
  readonly name: string;
  /** The names around it, outermost first. */
  readonly path: readonly string[];
  readonly schema: DataSchema | undefined;
}

/** How well two fields fit, from 0 to 1; 0.7 and more counts as a match. */
export type MatchScorer = (source: MatchEnd, target: MatchEnd) => number;

export interface Drop {
  readonly source: SourcePath;
  /** The rule's path. */
  readonly target: string;
  /** The row of a part of it: `let.price`, `switch.0.then`, `otherwise`. */
  readonly part?: string | undefined;
  readonly scorer?: MatchScorer | undefined;
  /** Sample values at a source path, when they are at hand; else those of the document's samples are looked at. */
  readonly values?: ((source: SourcePath) => readonly Json[]) | undefined;
  /** The `id` that was chosen last, by kind. */
  readonly remembered?: Readonly<Record<string, string>> | undefined;
}

export interface Draft extends Omit<DropChoice, 'kind' | 'apply'> {
  readonly edit: () => Edit;
}

export const asChoice =
  (kind: DropKind) =>
  ({ edit, ...draft }: Draft): DropChoice => ({ ...draft, kind, apply: edit });

/** A draft that writes one rule. */
export const ruleDraft = (
  view: MappingView,
  at: { readonly path: string; readonly rule: MappingRule; readonly said: string },
  words: Omit<Draft, 'edit'>,
): Draft => ({
  ...words,
  edit: () => ({ doc: setRule(view.doc, at.path, at.rule), path: at.path, said: at.said }),
});
