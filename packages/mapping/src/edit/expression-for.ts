// The text that reads a source path where a rule stands: through the items and the names around it, never through a name
// that means something else there.
import { parsePath, quoteMember, quoteName } from '@patchbay/model/expression';
import type { MappingView } from '../lineage/mapping-view.ts';
import { binderOf } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import type { Origin } from '../lineage/origin.ts';
import type { Place } from '../lineage/place.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import { eachStep } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';

export interface PathText {
  readonly text: string;
  /** Lists that the path maps over: it gives a list of that many levels. */
  readonly lists: number;
  /** The prefix of the source path that a name stands for; empty for the source itself. */
  readonly through: readonly string[];
}

/** The shortest text for the source path in the scope of a rule; undefined when its names are hidden there. */
export function expressionFor(view: MappingView, source: SourcePath, rulePath: string, part = ''): string | undefined {
  return pathTextIn(scopeAt(view, rulePath, part), source)?.text;
}

/** As `expressionFor`, in a scope at hand, with what the path maps over; only texts that map over so many lists, when said. */
export function pathTextIn(scope: NameScope, source: SourcePath, lists?: number): PathText | undefined {
  const isFit = (anchor: Anchor): boolean => lists === undefined || textFrom(anchor, source).lists === lists;
  let best: Anchor | undefined;
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    for (const [name, origin] of at.names) {
      const text = quoteName(name);
      const found = [...anchors(text, origin), ...(origin === at.item?.origin ? itemAnchors(text, origin) : [])];
      for (const anchor of found) {
        const isLonger = best === undefined || anchor.place.steps.length > best.place.steps.length;
        if (isLonger && leadsTo(anchor, source) && binderOf(scope, name) === at && isFit(anchor)) best = anchor;
      }
    }
  }
  if (best !== undefined) return textFrom(best, source);
  const [first] = parsePath(source.root) ?? [];
  const isHidden = first?.kind !== 'name' || binderOf(scope, first.name) !== undefined;
  const root = { text: source.root, place: { root: source.root, steps: [], open: 0 } };
  return isHidden || !isFit(root) ? undefined : textFrom(root, source);
}

/** The places that a name stands for exactly, each with the text that reads it: its own, and those of `{ key, items }`. */
function anchors(text: string, origin: Origin): Anchor[] {
  const [only, ...others] = origin.taken;
  const isExact = only !== undefined && others.length === 0 && origin.uses.length === 0 && only.functions.length === 0;
  const own = isExact && origin.fields === undefined ? [{ text, place: only.place }] : [];
  const inner = [...(origin.fields ?? [])].flatMap(([field, value]) => anchors(`${text}.${quoteMember(field)}`, value));
  return [...own, ...inner];
}

/** An item of several lists is one of any of them, with what was made of it besides. */
function itemAnchors(text: string, { taken, uses, fields }: Origin): Anchor[] {
  if (uses.length > 0 || taken.some(({ place, functions }) => functions.length > 0 || place.steps.at(-1) !== eachStep))
    return [];
  return taken.map(({ place }) => ({ text, place, made: fields }));
}

/** A text and the place that it reads; names that were made anew below it read something else. */
interface Anchor {
  readonly text: string;
  readonly place: Pick<Place, 'root' | 'steps' | 'open'>;
  readonly made?: Origin['fields'];
}

const leadsTo = ({ place: { root, steps }, made }: Anchor, source: SourcePath): boolean =>
  root === source.root &&
  steps.length <= source.steps.length &&
  steps.every((step, at) => step === source.steps[at]) &&
  made?.has(source.steps[steps.length] ?? '') !== true;

function textFrom({ text, place }: Anchor, source: SourcePath): PathText {
  const rest = source.steps.slice(place.steps.length);
  const names = rest.filter((step) => step !== eachStep);
  return {
    text: text + names.map((name) => `.${quoteMember(name)}`).join(''),
    lists: place.open + rest.length - names.length,
    through: place.steps,
  };
}
