// Quick fixes of the checker carried out: each is one edit, undone by one undo.
import type { Diagnostic, QuickFix } from '@patchbay/model/errors';
import { isLoop, isStructure, MappingRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import { originOfText } from '../lineage/origin-of.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { removeCase, setCondition, setOtherwise, setPolicies } from './condition-edits.ts';
import { isRefusal, refuse } from './edit.ts';
import { placeOfDiagnostic } from './diagnostic-place.ts';
import type { FixPlace } from './diagnostic-place.ts';
import type { EditResult } from './edit.ts';
import { exactPlace } from './exact-place.ts';
import { removeLet, renameLet } from './let-edits.ts';
import { setLookupDefault } from './lookup-edits.ts';
import { removeJoin, renameAlias, renameIndex, renameJoin, setLoop } from './loop-edits.ts';
import { partText, setPartText } from './part-text.ts';
import { relink } from './relink.ts';
import { relocateRule } from './relocate-rule.ts';
import { removeRules } from './remove-rules.ts';
import { lastName, parentPath, ruleAt, shownPath } from './rule-at.ts';
import { setRule } from './set-rule.ts';
import { renameSource, removeSource } from './source-edits.ts';
import { wrapWith } from './wrap-with.ts';

/** The fixes of a diagnostic that can be carried out as the document is now, the likeliest first. */
export function fixesFor(view: MappingView, diagnostic: Diagnostic): QuickFix[] {
  const given: readonly QuickFix[] =
    diagnostic.fixes ?? (diagnostic.fix === undefined ? [] : [{ kind: 'replaceText', ...diagnostic.fix }]);
  return given.filter((fix) => {
    const needsValue = fix.kind === 'addDefault' && fix.value === undefined;
    return !isRefusal(applyFix(view, diagnostic, fix, needsValue ? { value: '' } : {}));
  });
}

/** A fix carried out. `value` is what the person answered where the fix asks for one. */
export function applyFix(
  view: MappingView,
  diagnostic: Diagnostic,
  fix: QuickFix,
  { value }: { value?: Json } = {},
): EditResult {
  const place = placeOfDiagnostic(view.doc, diagnostic);
  if (place === undefined) return refuse('This problem is not one of the mapping.');
  const result = carriedOut(view, { fix, place, at: diagnostic.at, value });
  return isRefusal(result) ? result : { ...result, said: `${fix.title}. ${result.said}` };
}

interface Task {
  readonly fix: QuickFix;
  readonly place: FixPlace;
  readonly at: Diagnostic['at'];
  readonly value: Json | undefined;
}

function carriedOut(view: MappingView, { fix, place, at, value }: Task): EditResult {
  const { doc } = view;
  switch (fix.kind) {
    case 'replaceText':
      return replaceText(view, place, { text: fix.text, start: at.start, end: at.end });
    case 'wrapRule':
      return wrapWith(view, place.path, fix.function, { part: place.part, args: fix.args });
    case 'setPolicy': {
      const { onNull, onError, default: fallback } = fix;
      const change = Object.entries({ onNull, onError, default: fallback }).filter(([, given]) => given !== undefined);
      return setPolicies(doc, place.path, Object.fromEntries(change));
    }
    case 'removeRule':
      return ruleAt(doc, place.path) === undefined ? noRule(place.path) : removeRules(doc, [place.path]);
    case 'removePart':
      return removePart(view, place);
    case 'moveRule':
      return relocateRule(view, place.path, { parent: parentPath(fix.to), name: lastName(fix.to) });
    case 'addRule':
      return addRule(view, fix.path, fix.rule);
    case 'addDefault': {
      const given = fix.value === undefined ? value : fix.value;
      return given === undefined
        ? refuse('Say which value keys without a line get.')
        : setLookupDefault(doc, fix.table, given);
    }
    case 'relink':
      return relinkTexts(view, place, fix);
    case 'rename':
      return renamed(view, place, fix);
  }
}

const noRule = (path: string): EditResult => refuse(`There is no rule at ${shownPath(path)}.`);

function replaceText(
  { doc }: MappingView,
  { path, part }: FixPlace,
  { text, start, end }: { text: string; start: number | undefined; end: number | undefined },
): EditResult {
  const rule = ruleAt(doc, path);
  const old = rule === undefined ? undefined : partText(rule, part);
  if (old === undefined) return noRule(path);
  const isRange = start !== undefined && end !== undefined && start <= end && end <= old.length;
  const next = isRange ? old.slice(0, start) + text + old.slice(end) : text;
  return { doc: setPartText(doc, path, { part, text: next }), path, said: `${shownPath(path)}: ${next}` };
}

function addRule({ doc }: MappingView, path: string, rule: unknown): EditResult {
  const parsed = MappingRule.safeParse(rule);
  if (!parsed.success) return refuse('The fix holds no rule that this version understands.');
  if (path === '' && !isStructure(parsed.data)) return refuse('The whole result is a structure or a list.');
  return { doc: setRule(doc, path, parsed.data), path, said: `Added a rule for ${shownPath(path)}.` };
}

/** The part alone goes: a condition, a setting of the loop, a case, a partner, an intermediate value. */
function removePart(view: MappingView, { path, part }: FixPlace): EditResult {
  const [name = '', ...rest] = part.split('.');
  const at = Number(rest[0] ?? 0);
  switch (name) {
    case 'when':
      return setCondition(view.doc, path, undefined);
    case 'where':
    case 'distinct':
    case 'groupBy':
    case 'limit':
      return setLoop(view, path, { [name]: undefined });
    case 'orderBy': {
      const rule = ruleAt(view.doc, path);
      const keys = rule !== undefined && isLoop(rule) ? (rule.orderBy ?? []) : [];
      return setLoop(view, path, { orderBy: keys.filter((_, position) => position !== at) });
    }
    case 'join':
      return removeJoin(view, path, at);
    case 'let':
      return removeLet(view, path, rest.join('.'));
    case 'switch':
    case 'case':
      return removeCase(view.doc, path, at);
    case 'otherwise':
      return setOtherwise(view.doc, path, undefined);
    case 'source':
      return removeSource(view, rest.join('.'));
    default:
      return refuse(`“${part}” is no part that can be taken away.`);
  }
}

/** Paths are told as texts; they mean what they mean where the problem is. */
function relinkTexts(
  view: MappingView,
  { path, part }: FixPlace,
  { from, to }: { from: string; to: string },
): EditResult {
  const scope = scopeAt(view, path, part);
  const read = (text: string): SourcePath | undefined => exactPlace(originOfText(text, scope));
  const [before, after] = [read(from), read(to)];
  if (before === undefined || after === undefined)
    return refuse(`${before === undefined ? from : to} is no path of a source.`);
  return relink(view, before, after);
}

type Rename = Extract<QuickFix, { kind: 'rename' }>;

function renamed(view: MappingView, { path, part }: FixPlace, { what, from, to }: Rename): EditResult {
  switch (what) {
    case 'alias':
      return renameAlias(view, path, to);
    case 'index':
      return renameIndex(view, path, to);
    case 'join':
      return renameJoin(view, path, { from, to });
    case 'let':
      return renameLet(view, path, { from, to });
    case 'source':
      return part.startsWith('with') ? renameGiven(view, path, { from, to }) : renameSource(view, from, to);
  }
}

/** Which source of a mapping of the library a text fills. */
function renameGiven({ doc }: MappingView, path: string, { from, to }: { from: string; to: string }): EditResult {
  const rule = ruleAt(doc, path);
  if (rule === undefined || !('map' in rule) || typeof rule.with === 'string' || !Object.hasOwn(rule.with, from))
    return refuse(`${shownPath(path)} fills no source “${from}”.`);
  if (Object.hasOwn(rule.with, to)) return refuse(`${shownPath(path)} fills ${to} already.`);
  const given = Object.entries(rule.with).map(([name, text]) => [name === from ? to : name, text]);
  return {
    doc: setRule(doc, path, { ...rule, with: Object.fromEntries(given) }),
    path,
    said: `${shownPath(path)} fills ${to}.`,
  };
}
