// Named samples of a mapping; those with an expected result are its tests.
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { refuse } from './edit.ts';
import type { EditResult, NamedEdit, Refusal } from './edit.ts';
import { freeName } from './free-name.ts';
import { orderedDocument, orderedSample } from './stored-order.ts';

const maxSamples = 200;
const maxName = 200;

const find = (doc: MappingDocument, name: string): MappingSample | undefined =>
  doc.samples?.find((sample) => sample.name === name);
const none = (name: string): Refusal => refuse(`There is no sample “${name}”.`);

function withSamples(doc: MappingDocument, samples: MappingSample[]): MappingDocument {
  if (samples.length > 0) return orderedDocument({ ...doc, samples: samples.map(orderedSample) });
  const { samples: _none, ...rest } = doc;
  return rest;
}

const nameMistake = (name: string): string | undefined =>
  name.trim() === ''
    ? 'A sample needs a name.'
    : name.length > maxName
      ? `A sample's name has at most ${maxName} characters.`
      : undefined;

/** One more sample; a name that is taken gets a number. */
export function addSample(doc: MappingDocument, sample: MappingSample): NamedEdit | Refusal {
  const mistake = nameMistake(sample.name);
  if (mistake !== undefined) return refuse(mistake);
  const samples = doc.samples ?? [];
  if (samples.length >= maxSamples) return refuse(`A mapping has at most ${maxSamples} samples.`);
  const name = freeName(sample.name, (taken) => find(doc, taken) !== undefined);
  return {
    doc: withSamples(doc, [...samples, { ...sample, name }]),
    path: '',
    said: `Added the sample ${name}.`,
    name,
  };
}

/** The same data once more, behind the sample; a test comes along with what it expects. */
export function duplicateSample(doc: MappingDocument, name: string): NamedEdit | Refusal {
  const sample = find(doc, name);
  if (sample === undefined) return none(name);
  const added = addSample(doc, { ...sample, name: name.slice(0, maxName - 4) });
  if ('refused' in added) return added;
  const samples = added.doc.samples ?? [];
  const copy = samples.slice(-1);
  const at = samples.findIndex((one) => one.name === name) + 1;
  const ordered = [...samples.slice(0, at), ...copy, ...samples.slice(at, -1)];
  return { ...added, doc: withSamples(added.doc, ordered), said: `Duplicated the sample ${name}.` };
}

/** Input, expected result or start time of a sample; undefined takes a part away. */
export function setSample(
  doc: MappingDocument,
  name: string,
  change: Partial<Omit<MappingSample, 'name'>>,
): EditResult {
  if (find(doc, name) === undefined) return none(name);
  const samples = (doc.samples ?? []).map((sample) =>
    sample.name === name
      ? (Object.fromEntries(
          Object.entries({ ...sample, ...change }).filter(([, value]) => value !== undefined),
        ) as MappingSample)
      : sample,
  );
  return { doc: withSamples(doc, samples), path: '', said: `Changed the sample ${name}.` };
}

/** With an expected result the sample is a test; undefined makes it a plain sample again. */
export function setExpected(
  doc: MappingDocument,
  name: string,
  { out, now }: { out: Json | undefined; now?: string | undefined },
): EditResult {
  const edit = setSample(doc, name, {
    out,
    ...(out === undefined ? { now: undefined } : now === undefined ? {} : { now }),
  });
  return 'refused' in edit
    ? edit
    : { ...edit, said: out === undefined ? `${name} is no test any more.` : `${name} is a test.` };
}

export function renameSample(doc: MappingDocument, from: string, to: string): EditResult {
  if (find(doc, from) === undefined) return none(from);
  const mistake = nameMistake(to);
  if (mistake !== undefined) return refuse(mistake);
  if (from !== to && find(doc, to) !== undefined) return refuse(`There is a sample “${to}” already.`);
  const samples = (doc.samples ?? []).map((sample) => (sample.name === from ? { ...sample, name: to } : sample));
  return { doc: withSamples(doc, samples), path: '', said: `Renamed the sample ${from} to ${to}.` };
}

export function removeSample(doc: MappingDocument, name: string): EditResult {
  if (find(doc, name) === undefined) return none(name);
  return {
    doc: withSamples(
      doc,
      (doc.samples ?? []).filter((sample) => sample.name !== name),
    ),
    path: '',
    said: `Removed the sample ${name}.`,
  };
}
