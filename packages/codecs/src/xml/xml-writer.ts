// Values → XML: elements in the order of the schema, in its namespaces, which are declared at the root.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { defaultLimits } from '../codec/limits.ts';
import { namesOfPath } from '../codec/record-path.ts';
import { outputEncodings } from '../text/encode-text.ts';
import { numberText } from '../value/decimal-text.ts';
import { ownField } from '../value/set-field.ts';
import { XmlEscape } from './xml-escape.ts';
import { isXmlName } from './xml-names.ts';
import type { XmlWriteOptions } from './xml-options.ts';
import { anything, rootPlanOf } from './xml-plan.ts';
import type { ElementPlan, PlannedName } from './xml-plan.ts';
import { XmlPrefixes } from './xml-prefixes.ts';

/** An element to be written: where it stands in the document and in the value. */
interface Spot {
  /** As it is written, with its prefix. */
  readonly name: string;
  readonly plan: ElementPlan;
  readonly level: number;
  /** Inside mixed text, where no white space may be added. */
  readonly isFlat?: boolean | undefined;
  readonly path: readonly string[];
  /** Prefixes that a name may have here. */
  readonly bound: ReadonlySet<string>;
}

export class XmlWriter {
  readonly #options: XmlWriteOptions;
  readonly #escape: XmlEscape;
  readonly #prefixes: XmlPrefixes;
  /** The root, the elements around the records, and the record's own. */
  readonly #way: readonly Spot[];
  readonly #valid = new Set<string>();

  constructor(options: XmlWriteOptions) {
    this.#options = options;
    const { encoding = 'utf-8', schema = {} } = options;
    if (!outputEncodings.includes(encoding)) {
      throw CodecError.option('encoding', `it must be one of ${outputEncodings.join(', ')}`);
    }
    this.#escape = new XmlEscape(encoding);
    const names = namesOfPath(options.path);
    const described = schema['x-xml']?.name;
    const rootName = options.root ?? described;
    if (rootName === undefined) {
      throw CodecError.option('root', 'the root element needs a name, and no schema gives it one');
    }
    const planned = rootPlanOf(schema);
    const isRecord = described !== undefined && described !== rootName && described === names.at(-1);
    const ns = schema['x-xml']?.ns ?? '';
    const root = { key: rootName, local: rootName, ns: isRecord ? '' : ns, prefix: schema['x-xml']?.prefix };
    this.#prefixes = new XmlPrefixes({ ...root, ns }, planned);
    this.#way = this.#wayOf({ root, names, planned, isRecord });
  }

  #wayOf(document: { root: PlannedName; names: readonly string[]; planned: ElementPlan; isRecord: boolean }): Spot[] {
    const { root, names, planned, isRecord } = document;
    const { bound } = this.#prefixes;
    let plan = isRecord ? anything : planned;
    const way: Spot[] = [{ name: this.#checked(this.#prefixes.element(root)), plan, level: 0, path: [], bound }];
    for (const [at, key] of names.entries()) {
      const child = plan.children.find((one) => one.key === key);
      const isLast = at === names.length - 1;
      const { xml = {} } = { xml: this.#options.schema?.['x-xml'] };
      const own = { key, local: key, ns: xml.ns ?? '', prefix: xml.prefix };
      const name = child ?? (isRecord && isLast ? own : { ...own, ns: '' });
      plan = child?.plan ?? (isRecord && isLast ? planned : anything);
      way.push({ name: this.#checked(this.#prefixes.element(name)), plan, level: at + 1, path: [key], bound });
    }
    return way;
  }

  get hasPath(): boolean {
    return this.#way.length > 1;
  }

  /** Everything before the first record. */
  opening(): string {
    const { encoding = 'utf-8', declaration = true } = this.#options;
    const label = encoding === 'utf-16le' ? 'UTF-16' : encoding === 'windows-1252' ? encoding : encoding.toUpperCase();
    const head = declaration ? `<?xml version="1.0" encoding="${label}"?>\n` : '';
    return (
      head +
      this.#way
        .slice(0, -1)
        .map((spot) => this.#openTag(spot))
        .join('')
    );
  }

  #openTag(spot: Spot): string {
    const declared = spot.level === 0 ? this.#declarations() : '';
    return `${this.#indent(spot)}<${spot.name}${declared}>${this.#break(spot)}`;
  }

  closing(): string {
    return this.#way
      .slice(0, -1)
      .toReversed()
      .map((spot) => `${this.#indent(spot)}</${spot.name}>${this.#break(spot)}`)
      .join('');
  }

  /** One record, or the whole document where there is no path. */
  record(value: Row, number: number): string {
    const spot = this.#way.at(-1);
    if (spot === undefined) return '';
    if (Array.isArray(value)) {
      const hint = this.hasPath ? '' : '; name the place of the records with “path”';
      throw CodecError.value('XML', `a list stands where one element belongs${hint}`, `record ${number}`);
    }
    const at = this.hasPath ? { ...spot, path: [`record ${number}`] } : spot;
    return this.#element(at, value ?? {});
  }

  #declarations(): string {
    const escape = (ns: string): string => this.#escape.attribute(ns, () => 'the namespaces of the schema');
    return this.#prefixes
      .declarations()
      .map(([name, ns]) => ` ${name}="${escape(ns)}"`)
      .join('');
  }

  #indent({ level, isFlat }: Spot): string {
    return this.#options.indent === undefined || isFlat === true ? '' : ' '.repeat(this.#options.indent * level);
  }

  #break({ isFlat }: Spot): string {
    return this.#options.indent === undefined || isFlat === true ? '' : '\n';
  }

  #checked(name: string): string {
    if (this.#valid.has(name)) return name;
    if (!isXmlName(name))
      throw CodecError.value('XML', `“${name.slice(0, 60)}” cannot be the name of an element or attribute`);
    this.#valid.add(name);
    return name;
  }

  #element(spot: Spot, value: Json): string {
    const { name, plan, level } = spot;
    if (level > defaultLimits.maxDepth) {
      throw CodecError.value(
        'XML',
        `it is nested more than ${defaultLimits.maxDepth} levels deep`,
        spot.path.join('.'),
      );
    }
    const start = `${this.#indent(spot)}<${name}`;
    const declared = level === 0 ? this.#declarations() : '';
    if (value === null) return plan.isNillable ? `${start}${declared} ${this.#nil()}/>${this.#break(spot)}` : '';
    if (!isJsonObject(value)) {
      const text = this.#text(spot, value);
      return text === ''
        ? `${start}${declared}/>${this.#break(spot)}`
        : `${start}${declared}>${text}</${name}>${this.#break(spot)}`;
    }
    const inner = { ...spot, bound: boundBy(value, spot.bound), isFlat: spot.isFlat === true || hasText(plan, value) };
    const { attributes, elements } = this.#parts(inner, value);
    const content = this.#content(inner, value, elements);
    const tag = start + declared + attributes;
    if (content === '') return `${tag}/>${this.#break(spot)}`;
    const isBroken = elements.length > 0 && !hasText(plan, value);
    const open = isBroken ? `>${this.#break(spot)}` : '>';
    const close = isBroken ? this.#indent(spot) : '';
    return `${tag}${open}${content}${close}</${name}>${this.#break(spot)}`;
  }

  #nil(): string {
    const name = { key: 'nil', local: 'nil', ns: 'http://www.w3.org/2001/XMLSchema-instance', prefix: 'xsi' };
    return `${this.#prefixes.attribute(name)}="true"`;
  }

  #text(spot: Spot, value: Json): string {
    return this.#escape.text(this.#plain(spot, value), () => spot.path.join('.'));
  }

  #plain({ plan, path }: Pick<Spot, 'plan' | 'path'>, value: Json): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return numberText(value);
    if (typeof value === 'boolean') return String(value);
    if (Array.isArray(value) && (plan.isTextList || path.at(-1)?.startsWith('@') === true)) {
      return value.map((item) => (typeof item === 'object' ? '' : this.#plain({ plan, path }, item))).join(' ');
    }
    throw CodecError.value('XML', 'a list or object stands where a text belongs', path.join('.'));
  }

  /** Attributes as text, and the properties that are elements, in the order of the schema and then of the value. */
  #parts(spot: Spot, value: JsonObject): { attributes: string; elements: PlannedName[] } {
    const { plan } = spot;
    let attributes = '';
    const known = new Set<string>([plan.textKey, '#content']);
    for (const attribute of plan.attributes) {
      known.add(attribute.key);
      attributes += this.#attribute(spot, this.#prefixes.attribute(attribute), [
        attribute.key,
        ownField(value, attribute.key),
      ]);
    }
    const elements: PlannedName[] = [];
    for (const child of plan.children) {
      known.add(child.key);
      if (Object.hasOwn(value, child.key)) elements.push(child);
    }
    for (const [key, item] of Object.entries(value)) {
      if (known.has(key)) continue;
      if (key.startsWith('@')) attributes += this.#attribute(spot, this.#boundName(spot, key.slice(1)), [key, item]);
      else elements.push({ key, local: key, ns: '', prefix: undefined });
    }
    return { attributes, elements };
  }

  #attribute(spot: Spot, name: string, [key, value]: readonly [string, Json | undefined]): string {
    if (value === undefined || value === null) return '';
    const path = [...spot.path, key];
    const text = this.#escape.attribute(this.#plain({ ...spot, path }, value), () => path.join('.'));
    return ` ${this.#checked(name)}="${text}"`;
  }

  /** A name of the value itself: its prefix must be declared, or the document could not be read. */
  #boundName(spot: Spot, name: string): string {
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    if (colon !== -1 && prefix !== 'xmlns' && !spot.bound.has(prefix)) {
      const reason = `the prefix of “${name}” stands for no namespace; declare it as @xmlns:${prefix}, or describe it in the schema`;
      throw CodecError.value('XML', reason, spot.path.join('.'));
    }
    return name;
  }

  #content(spot: Spot, value: JsonObject, elements: readonly PlannedName[]): string {
    const ordered = ownField(value, '#content');
    if (Array.isArray(ordered)) return this.#mixed(spot, ordered);
    const text = ownField(value, spot.plan.textKey);
    let content = text === undefined || text === null ? '' : this.#text(spot, text);
    for (const name of elements) content += this.#children(spot, name, ownField(value, name.key) ?? null);
    return content;
  }

  #mixed(spot: Spot, ordered: readonly Json[]): string {
    return ordered
      .map((item) => {
        if (!isJsonObject(item)) return this.#text(spot, item);
        return Object.entries(item)
          .map(([key, value]) => {
            const planned = spot.plan.children.find((child) => child.key === key);
            return this.#children(spot, planned ?? { key, local: key, ns: '', prefix: undefined }, value);
          })
          .join('');
      })
      .join('');
  }

  #children(spot: Spot, name: PlannedName, value: Json): string {
    const planned = spot.plan.children.find((child) => child === name);
    const written = planned === undefined ? this.#boundName(spot, name.key) : this.#prefixes.element(planned);
    const plan = planned?.plan ?? anything;
    const child = {
      name: this.#checked(written),
      plan,
      level: spot.level + 1,
      path: [...spot.path, name.key],
      bound: spot.bound,
      isFlat: spot.isFlat,
    };
    if (!Array.isArray(value) || plan.isTextList) return this.#element(child, value);
    if (planned?.isList === false && plan.kind !== 'any') {
      throw CodecError.value('XML', 'a list stands where the schema has one element', child.path.join('.'));
    }
    return value.map((item) => this.#item(child, item)).join('');
  }

  #item(spot: Spot, item: Json): string {
    if (!Array.isArray(item)) return this.#element(spot, item);
    throw CodecError.value('XML', 'a list stands inside a list, and XML has no lists of lists', spot.path.join('.'));
  }
}

const hasText = (plan: ElementPlan, value: JsonObject): boolean =>
  Array.isArray(ownField(value, '#content')) || (ownField(value, plan.textKey) ?? null) !== null;

/** With the prefixes that the element itself declares. */
function boundBy(value: JsonObject, bound: ReadonlySet<string>): ReadonlySet<string> {
  let all: Set<string> | undefined;
  for (const key of Object.keys(value)) {
    if (!key.startsWith('@xmlns:')) continue;
    all ??= new Set(bound);
    all.add(key.slice(7));
  }
  return all ?? bound;
}
