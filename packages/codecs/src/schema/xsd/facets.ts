// Facets of XML Schema → keywords of JSON Schema.
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import type { XmlElement } from '../xml/xml-tree.ts';
import { documentation } from './documentation.ts';
import { patternOf } from './pattern.ts';
import { valueOf } from './typed-value.ts';
import { xsdNamespace } from './xsd-files.ts';

const maxEnum = 20_000;
/** More digits than a double keeps. */
const exactDigits = 15;

/** The base with the facets of a `restriction` laid over it. */
export function withFacets(base: DataSchema, restriction: XmlElement, findings: Findings): DataSchema {
  const facets = restriction.children.filter((child) => child.ns === xsdNamespace);
  let schema: DataSchema = { ...base };
  const values: Json[] = [];
  const patterns: string[] = [];
  const notes: string[] = [];
  for (const facet of facets) {
    const value = attributeOf(facet, 'value');
    if (value === undefined) continue;
    if (facet.name === 'enumeration') {
      if (values.length < maxEnum) values.push(valueOf(value, base));
      const note = documentation(facet);
      if (note !== undefined && notes.length < 50) notes.push(`${value}: ${note}`);
    } else if (facet.name === 'pattern') patterns.push(value);
    else schema = withFacet(schema, facet.name, value);
  }
  if (values.length > 0) schema.enum = [...new Set(values)];
  if (notes.length > 0)
    schema.description = [schema.description, notes.join('; ')].filter((part) => part !== undefined).join('. ');
  if (patterns.length > 0) addPatterns(schema, patterns, findings);
  return schema;
}

function addPatterns(schema: DataSchema, patterns: readonly string[], findings: Findings): void {
  if (schema.type !== 'string') return;
  const translated = patterns.map(patternOf);
  if (translated.every((pattern) => pattern !== undefined)) {
    schema.pattern =
      translated.length === 1 ? `^(?:${translated[0]})$` : `^(?:${translated.map((one) => `(?:${one})`).join('|')})$`;
    return;
  }
  delete schema.pattern;
  findings.info('pattern', `The pattern ${patterns.join(' or ')} has no equal here, so it is not checked.`);
}

const bounds: Readonly<Record<string, string>> = {
  minInclusive: 'minimum',
  maxInclusive: 'maximum',
  minExclusive: 'exclusiveMinimum',
  maxExclusive: 'exclusiveMaximum',
};

function withFacet(schema: DataSchema, name: string, value: string): DataSchema {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return schema;
  const isNumeric = schema.type === 'integer' || schema.type === 'number';
  const bound = Object.hasOwn(bounds, name) ? bounds[name] : undefined;
  if (bound !== undefined) return isNumeric ? { ...schema, [bound]: number } : schema;
  if (name === 'totalDigits' || name === 'fractionDigits') return withDigits(schema, name, number);
  const isList = schema.type === 'array';
  if (!isList && schema.type !== 'string') return schema;
  const [least, most] = isList ? (['minItems', 'maxItems'] as const) : (['minLength', 'maxLength'] as const);
  if (!Number.isSafeInteger(number) || isEncoded(schema)) return schema;
  if (name === 'length') return { ...schema, [least]: number, [most]: number };
  if (name === 'minLength') return { ...schema, [least]: number };
  return name === 'maxLength' ? { ...schema, [most]: number } : schema;
}

/** Lengths of binary types count bytes, not the characters that stand for them. */
const isEncoded = (schema: DataSchema): boolean => schema['contentEncoding'] !== undefined;

function withDigits(schema: DataSchema, name: 'totalDigits' | 'fractionDigits', digits: number): DataSchema {
  const annotated: DataSchema = { ...schema, 'x-xml': { ...schema['x-xml'], [name]: digits } };
  if (name === 'fractionDigits' && digits === 0 && schema.type === 'number') return { ...annotated, type: 'integer' };
  if (name === 'totalDigits' && digits > exactDigits && (schema.type === 'number' || schema.type === 'integer')) {
    const { minimum: _, maximum: __, ...rest } = annotated;
    return { ...rest, type: 'string', format: schema.type === 'integer' ? 'integer' : 'decimal' };
  }
  return annotated;
}
