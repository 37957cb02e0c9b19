// A structure or list of the target as a mapping of its own in the library, which the row calls from then on.
import { isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, SubMappingRule } from '@patchbay/model/mapping';
import { extractMapping, isRefusal, ruleAt } from '@patchbay/mapping/edit';
import type { MappingView } from '@patchbay/mapping';
import { sameJson, toast } from '../../ui/index.ts';
import { refParts, refWords } from '../library/library-ref.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { refuse } from '../rules/refuse.ts';
import { fieldName } from '../rules/use-rule-edit.ts';

/** A part taken out: the mapping that it becomes, the rule that calls it, and the document with that. */
export interface TakenPart {
  readonly mapping: MappingDocument;
  readonly given: SubMappingRule['with'];
  readonly doc: MappingDocument;
  readonly said: string;
}

/** Whether a row is a part that can be one. */
export const isPart = ({ path, part, rule }: TargetNode): boolean =>
  path !== '' && part === '' && rule !== undefined && isStructure(rule);

/** The library has the mapping: the document only calls it. */
export function takenOut(view: MappingView, path: string, ref: string): TakenPart | { readonly refused: string } {
  const made = extractMapping(view, path, ref);
  if (isRefusal(made)) return made;
  const rule = ruleAt(made.doc, path);
  const { bundle: _carried, ...doc } = made.doc;
  const { bundle } = view.doc;
  return {
    mapping: made.mapping,
    given: rule !== undefined && 'map' in rule ? rule.with : {},
    doc: bundle === undefined ? doc : { ...doc, bundle },
    said: `${fieldName(path)} is made by ${refWords(ref)}, which the library keeps.`,
  };
}

/** The name that stands there to begin with: `shipTo` is a “Ship to”. */
export function nameOfPart(path: string): string {
  const words = (pathNames(path).at(-1) ?? '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Opens the dialog, or says at the row why the part cannot stand alone. */
export function askToKeep(mapper: Mapper, path: string): void {
  const { store } = mapper;
  const waiting = store.getState().drafts.filter((draft) => draft.path === path || draft.path.startsWith(`${path}/`));
  if (waiting.length > 0) {
    const count = waiting.length === 1 ? 'A formula' : `${waiting.length} formulas`;
    refuse(
      mapper,
      `${count} inside ${fieldName(path)} waits to be applied: apply or discard it, then take the part out.`,
    );
    return;
  }
  const trial = takenOut(mapper.data().view, path, 'Part@1');
  if ('refused' in trial) refuse(mapper, trial.refused);
  else store.getState().show({ keeping: path, panel: null });
}

/** @throws Error, in words, where the library does not take it, or the part changed while it was taken */
export async function keepPart(mapper: Mapper, path: string, name: string): Promise<void> {
  const { keep } = mapper.host().library;
  const trial = takenOut(mapper.data().view, path, 'Part@1');
  if (keep === undefined) throw new Error('Nothing can be put into the library here.');
  if ('refused' in trial) throw new Error(trial.refused);
  const ref = await keep(name, trial.mapping);
  const made = takenOut(mapper.data().view, path, ref);
  if ('refused' in made || !sameJson(made.mapping, trial.mapping))
    throw new Error(
      `${fieldName(path)} was changed meanwhile, so its row stays as it is. ${refWords(ref)}, is in the library: choose it there, or delete it and begin again.`,
    );
  mapper.edit(made.doc, { label: made.said });
  mapper.store.getState().show({ keptParts: [...mapper.store.getState().keptParts, { path, ref }] });
  toast(`“${refParts(ref).name}” is in the library now`, {
    detail: `${fieldName(path)} calls it. Undo takes the row back, and leaves the mapping where it is.`,
    ...openAction(mapper, ref),
  });
}

/** The way to it, for a toast. */
export function openAction(mapper: Mapper, ref: string) {
  return mapper.host().library.open === undefined
    ? {}
    : { action: { label: 'Open', onSelect: () => openMapping(mapper, ref) } };
}

/** Leads to the mapping that a row calls, or says why not. */
export function openMapping(mapper: Mapper, ref: string): void {
  mapper
    .host()
    .library.open?.(ref)
    .catch((error: unknown) => refuse(mapper, error instanceof Error ? error.message : String(error)));
}
