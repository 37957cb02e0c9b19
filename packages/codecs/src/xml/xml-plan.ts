// What a schema says about elements, prepared once: which property an element or attribute is, whether it is a list, how its text is
// read. An element that no schema describes has a plan too: lists by count, everything text.
import { resolveRef, shapeOf } from '@patchbay/model/schema';
import type { DataSchema, Json, XmlAnnotation } from '@patchbay/model/schema';
import { textReaderFor } from '../table/typed-text.ts';
import type { TextReader } from '../table/typed-text.ts';

export interface PlannedName {
  /** The property. */
  readonly key: string;
  readonly local: string;
  readonly ns: string;
  readonly prefix: string | undefined;
}

export interface PlannedChild extends PlannedName {
  readonly isList: boolean;
  /** Whether it becomes a list when it comes again: no schema says how often it may. */
  readonly mayRepeat: boolean;
  readonly plan: ElementPlan;
}

export interface PlannedAttribute extends PlannedName {
  readonly read: TextReader | undefined;
}

/** Elements that are read with it: `text` is a value, `object` has properties, `any` is either, by its look. */
export interface ElementPlan {
  readonly kind: 'text' | 'object' | 'any';
  readonly attributes: readonly PlannedAttribute[];
  /** In the order in which they are written. */
  readonly children: readonly PlannedChild[];
  /** The property for text beside attributes and elements. */
  readonly textKey: string;
  readonly readText: TextReader | undefined;
  readonly isMixed: boolean;
  /** Whether null is written as an element with `xsi:nil`. */
  readonly isNillable: boolean;
  /** Whether the text is a list parted by white space. */
  readonly isTextList: boolean;
  /** What the text must be, in words, where it may be wrong. */
  readonly wanted: string;
  /** Elements found before, by their name as written, with the namespaces that held there. */
  readonly found: Map<string, { readonly scope: object; readonly child: PlannedChild }>;
}

export const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

const blank = {
  attributes: [],
  children: [],
  textKey: '#text',
  readText: undefined,
  isMixed: true,
  isNillable: false,
  isTextList: false,
  wanted: 'text',
} as const;

/** For elements that no schema describes. `lists` are paths of elements that are lists however often they come. */
export function schemalessPlan(lists: readonly (readonly string[])[] = []): ElementPlan {
  const names = [...new Set(lists.map(([first]) => first))].filter((name) => name !== undefined);
  const children = names.map((local): PlannedChild => {
    const below = lists.filter(([first]) => first === local).map((path) => path.slice(1));
    const isList = below.some((path) => path.length === 0);
    const plan = schemalessPlan(below.filter((path) => path.length > 0));
    return { key: local, local, ns: '', prefix: undefined, isList, mayRepeat: true, plan };
  });
  return { ...blank, kind: 'any', children, found: new Map() };
}

export const anything: ElementPlan = schemalessPlan();

class XmlPlanner {
  readonly #root: DataSchema;
  readonly #plans = new Map<DataSchema, ElementPlan>();

  constructor(root: DataSchema) {
    this.#root = root;
  }

  /** The same plan for the same schema, so that a recursive one ends. Children are planned when they are first asked for. */
  planOf(schema: DataSchema): ElementPlan {
    const known = this.#plans.get(schema);
    if (known !== undefined) return known;
    const plan = this.#make(schema);
    this.#plans.set(schema, plan);
    return plan;
  }

  #make(schema: DataSchema): ElementPlan {
    const { types, fields } = shapeOf(this.#root, schema);
    const xml = annotationOf(this.#root, schema);
    const isObject = types.includes('object') || fields.length > 0;
    const isText = types.some((type) => type !== 'object');
    const own = fields.map((field) => ({ ...field, xml: annotationOf(this.#root, field.schema) }));
    const attributes = own.filter(({ name, xml: at }) => at.attr ?? name.startsWith('@'));
    const text = own.find(({ name, xml: at }) => at.text ?? name === '#text');
    const elements = own.filter((field) => !attributes.includes(field) && field !== text && field.name !== '#content');
    const textSchema = text?.schema ?? (isObject ? {} : schema);
    return {
      kind: isObject === isText ? 'any' : isObject ? 'object' : 'text',
      attributes: attributes.map((field) => ({ ...nameOf(field), read: this.#reader(field.schema) })),
      children: this.#children(elements, isObject === isText),
      textKey: text?.name ?? '#text',
      readText: this.#reader(textSchema),
      isMixed: xml.mixed === true,
      isNillable: xml.nillable === true,
      isTextList: xml.list === true,
      wanted: shapeOf(this.#root, textSchema).types.join(' or '),
      found: new Map(),
    };
  }

  #children(fields: readonly NamedField[], mayRepeat: boolean): PlannedChild[] {
    const sorted = fields.every(({ xml }) => xml.order === undefined)
      ? fields
      : fields.toSorted((one, other) => (one.xml.order ?? 0) - (other.xml.order ?? 0));
    return sorted.map((field) => {
      const { types, items } = shapeOf(this.#root, field.schema);
      const isList = types.includes('array') && field.xml.list !== true;
      const schema = isList ? (items ?? {}) : field.schema;
      const planOf = (): ElementPlan => this.planOf(schema);
      return {
        ...nameOf(field),
        isList,
        mayRepeat,
        get plan(): ElementPlan {
          return planOf();
        },
      };
    });
  }

  /** Numbers as XML Schema writes them; text with a format (a date) without the white space around it. */
  #reader(schema: DataSchema): TextReader | undefined {
    const xml = annotationOf(this.#root, schema);
    const shape = shapeOf(this.#root, schema);
    if (xml.list === true) return listReader(this.#reader(shape.items ?? {}));
    if (shape.types.includes('array') || shape.types.includes('object')) return undefined;
    if (shape.types.every((type) => type === 'string')) {
      const isFormatted = shape.identities.some(({ format }) => format !== undefined);
      return isFormatted ? (text) => text.trim() : undefined;
    }
    const read = textReaderFor(schema, { root: this.#root, groups: false });
    return read === undefined ? undefined : (text) => read(text.trim());
  }
}

const planners = new WeakMap<DataSchema, XmlPlanner>();

/** The plan of a whole schema; prepared once, however many documents are read with it. */
export function rootPlanOf(schema: DataSchema): ElementPlan {
  const planner = planners.get(schema) ?? new XmlPlanner(schema);
  planners.set(schema, planner);
  return planner.planOf(schema);
}

interface NamedField {
  readonly name: string;
  readonly schema: DataSchema;
  readonly xml: XmlAnnotation;
}

function nameOf({ name, xml }: NamedField): PlannedName {
  const bare = name.startsWith('@') ? name.slice(1) : name;
  const local = xml.name ?? bare.slice(bare.indexOf(':') + 1);
  return { key: name, local, ns: xml.ns ?? '', prefix: xml.prefix };
}

const annotationOf = (root: DataSchema, schema: DataSchema): XmlAnnotation => resolveRef(root, schema)['x-xml'] ?? {};

function listReader(read: TextReader | undefined): TextReader {
  return (text) => {
    const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '');
    if (read === undefined) return words;
    const values: Json[] = [];
    for (const word of words) {
      const value = read(word);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  };
}
