// A mapping that uses one version of a schema, moved to another: the fields that people said are the same are read, and
// filled, where they are now. What nobody linked stays as it is written, so the checker shows it red.
import { quoteName } from '@patchbay/model/expression';
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import { flattenSchema, isJsonObject } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { isRefusal } from './edit.ts';
import { movedSample } from './moved-sample.ts';
import { relinkAll } from './relink.ts';
import type { Relink } from './relink.ts';
import { relocateRule } from './relocate-rule.ts';
import { lastName, parentPath, ruleAt } from './rule-at.ts';
import { setSource, setTarget } from './source-edits.ts';

/** A field that is gone, and the one that stands for it: pointers without list steps. */
export interface AcceptedLink {
  readonly from: string;
  readonly to: string;
}

export interface VersionMove {
  /** `Order@1`, and `Order@2`. */
  readonly from: string;
  readonly to: string;
  readonly before: DataSchema;
  readonly after: DataSchema;
  readonly links: readonly AcceptedLink[];
}

export interface Moved {
  readonly doc: MappingDocument;
  /** What was done, as sentences. */
  readonly said: readonly string[];
  /** What could not be done, and why. */
  readonly refused: readonly string[];
  /** The links of which a rule of the target has moved along. */
  readonly filled: readonly AcceptedLink[];
}

export function movedToVersion(view: MappingView, move: VersionMove): Moved {
  const said: string[] = [];
  const refused: string[] = [];
  let doc = view.doc;
  for (const [name, source] of Object.entries(doc.sources ?? {})) {
    if (source.schema !== move.from) continue;
    const linked = relinkAll(withDocument(view, doc), sourceLinks(quoteName(name), move));
    if (!isRefusal(linked)) {
      doc = linked.doc;
      said.push(linked.said);
    }
    const placed = setSource(doc, name, { schema: move.to });
    if (isRefusal(placed)) refused.push(placed.refused);
    else doc = placed.doc;
    doc = withSamples(doc, said, (sample) =>
      isJsonObject(sample.in) && Object.hasOwn(sample.in, name)
        ? { ...sample, in: { ...sample.in, [name]: movedSample(sample.in[name] ?? null, move.links) } }
        : sample,
    );
  }
  if (doc.target?.schema !== move.from) return { doc, said, refused, filled: [] };
  const done: AcceptedLink[] = [];
  for (const { from, to } of outerFirst(move.links)) {
    const now = placeAfter(from, done);
    if (now === to || ruleAt(doc, now) === undefined) continue;
    const placed = relocateRule(withDocument(view, doc), now, { parent: parentPath(to), name: lastName(to) });
    if (isRefusal(placed)) refused.push(placed.refused);
    else {
      doc = placed.doc;
      said.push(placed.said);
      done.push({ from, to });
    }
  }
  const target = setTarget(doc, move.to);
  if (isRefusal(target)) refused.push(target.refused);
  else doc = target.doc;
  doc = withSamples(doc, said, (sample) =>
    sample.out === undefined ? sample : { ...sample, out: movedSample(sample.out, move.links) },
  );
  return { doc, said, refused, filled: done };
}

/** The samples as they would come in, or have to come out, now. */
function withSamples(
  doc: MappingDocument,
  said: string[],
  moved: (sample: MappingSample) => MappingSample,
): MappingDocument {
  if (doc.samples === undefined) return doc;
  const samples = doc.samples.map(moved);
  const { samples: before } = doc;
  const count = samples.filter((sample, at) => JSON.stringify(sample) !== JSON.stringify(before[at])).length;
  if (count === 0) return doc;
  said.push(`${count === 1 ? '1 sample has' : `${count} samples have`} the fields under their new names.`);
  return { ...doc, samples };
}

function sourceLinks(root: string, { before, after, links }: VersionMove): Relink[] {
  const old = stepsByPath(before);
  const now = stepsByPath(after);
  return links.flatMap(({ from, to }) => {
    const left = old.get(from);
    const right = now.get(to);
    return left === undefined || right === undefined
      ? []
      : [{ from: { root, steps: left }, to: { root, steps: right } }];
  });
}

const stepsByPath = (schema: DataSchema): ReadonlyMap<string, readonly string[]> =>
  new Map(
    flattenSchema(schema).map(({ path, steps }) => [
      path,
      steps.map((step) => (step.kind === 'name' ? step.name : step.kind === 'each' ? '[]' : '*')),
    ]),
  );

/** A rule inside one that has moved has moved with it. */
function placeAfter(path: string, done: readonly AcceptedLink[]): string {
  const outer = done.findLast(({ from }) => path.startsWith(`${from}/`));
  return outer === undefined ? path : outer.to + path.slice(outer.from.length);
}

const outerFirst = (links: readonly AcceptedLink[]): AcceptedLink[] =>
  links.toSorted((one, other) => one.from.length - other.from.length);
