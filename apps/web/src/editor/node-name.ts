import { NodeName } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';

const combiningMarks = /[\u0300-\u036f]/g;

/** The slug of a label: `Book express parcel` → `book_express_parcel`. Labels without a latin letter become `step`. */
export function slugOf(label: string): NodeName {
  const plain = label.normalize('NFKD').replace(combiningMarks, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 50)
    .replace(/_+$/, '');
  return NodeName.parse(slug === '' ? 'step' : slug);
}

/** The slug itself, or with the first free number behind it. `except` is the node that is being renamed. */
export function freeName(doc: FlowDocument, wanted: string, except?: string): NodeName {
  const taken = new Set<string>(doc.nodes.filter((node) => node.id !== except).map((node) => node.name));
  if (!taken.has(wanted)) return NodeName.parse(wanted);
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted.slice(0, 54)}_${number}`;
    if (!taken.has(candidate)) return NodeName.parse(candidate);
  }
}

/** A label that no other node bears: `Map`, `Map 2`. Two nodes may share a label, but a new one should not. */
export function freeLabel(doc: FlowDocument, wanted: string): string {
  const taken = new Set(doc.nodes.map((node) => node.label));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted.slice(0, 110)} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
