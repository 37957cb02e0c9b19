// A text onto a field that takes only some values: a lookup table that turns one into the other.
import type { LookupRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { freeName } from '../free-name.ts';
import { lastName, shownPath } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { orderedDocument } from '../stored-order.ts';
import type { Draft } from './drop-choice.ts';
import { besides } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { sampleValues } from './sample-values.ts';

const maxKeys = 100;

/** A choice that makes such a table, with the source's known values as keys; undefined when the target takes anything. */
export function translation(site: DropSite): Draft | undefined {
  const allowed = site.to.schema?.enum;
  const types = typesOf(site.from.schema ?? {}).filter((type) => type !== 'null');
  const isPlain = types.length > 0 && types.every((type) => type !== 'array' && type !== 'object');
  if (allowed === undefined || !isPlain) return undefined;
  const known = site.from.schema?.enum ?? sampleValues(site, site.source);
  const keys = [...new Set(known.filter((value) => value !== null && typeof value !== 'object').map(String))].slice(
    0,
    maxKeys,
  );
  const values = Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const same = allowed.find((value) => plainText(value)?.toLowerCase() === key.toLowerCase());
      return same === undefined ? [] : [[key, same]];
    }),
  );
  const missing = keys.length - Object.keys(values).length;
  const { doc } = site.view;
  const name = freeName(lastName(site.target) || 'table', (taken) => Object.hasOwn(doc.lookups ?? {}, taken));
  const rule: LookupRule = { ...besides(site.to.rule), lookup: name, key: site.path.text };
  const left = missing === 0 ? '' : `; ${missing} of its values need a line in it`;
  return {
    id: 'translate',
    title: 'Translate with a table',
    detail: `A new lookup table “${name}”${left}`,
    preview: `${name}[${site.path.text}]`,
    edit: () => ({
      doc: setRule(orderedDocument({ ...doc, lookups: { ...doc.lookups, [name]: { values } } }), site.target, rule),
      path: site.target,
      said: `${shownPath(site.target)} is looked up in the new table ${name}${left}.`,
    }),
  };
}

const plainText = (value: Json): string | undefined =>
  value === null || typeof value === 'object' ? undefined : String(value);
