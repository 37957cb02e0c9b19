// XML → values: by the schema where there is one, else by a fixed rule. Streams the records of one list.
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { inMegabytes, limitsOf } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import { namesOfPath } from '../codec/record-path.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { setField } from '../value/set-field.ts';
import { keyOf, plannedOf, sharedNames } from './xml-attributes.ts';
import type { FoundAttribute } from './xml-attributes.ts';
import { isBlank, XmlFrame } from './xml-frame.ts';
import type { XmlPlace } from './xml-frame.ts';
import type { XmlReadOptions } from './xml-options.ts';
import { anything, rootPlanOf, schemaInstance, schemalessPlan } from './xml-plan.ts';
import type { ElementPlan, PlannedChild } from './xml-plan.ts';
import { declaredPrefix, isNil, XmlScope } from './xml-scope.ts';
import type { QualifiedName } from './xml-scope.ts';
import { XmlTokenizer } from './xml-tokenizer.ts';
import type { XmlHandler } from './xml-tokenizer.ts';

/** Of element names that are remembered for one plan. */
const maxFound = 10_000;

export class XmlRowReader implements RowReader, XmlHandler {
  readonly rows: Row[] = [];
  readonly #options: XmlReadOptions;
  readonly #limits: Limits;
  readonly #names: readonly string[];
  readonly #tokens: XmlTokenizer;
  /** By level; those from `#depth` on are not in use. */
  readonly #frames: XmlFrame[] = [];
  #depth = 0;
  /** Levels inside an element that is on no way to a record. */
  #skipped = 0;
  /** Frames below the record at hand; -1 outside of records. */
  #recordBase = -1;
  #recordStart = 0;
  #recordLine = 1;
  #rejected: string | undefined;
  #records = 0;
  readonly #seen = new Set<string>();
  #isPathKnown = false;

  constructor(options: XmlReadOptions) {
    this.#options = options;
    this.#limits = limitsOf(options.limits);
    this.#names = namesOfPath(options.path);
    this.#tokens = new XmlTokenizer(this, this.#limits);
  }

  push(text: string): void {
    this.#tokens.push(text);
  }

  end(): void {
    this.#tokens.end();
    if (this.#records > 0 || this.#isPathKnown || this.#seen.size === 0) return;
    const there = [...this.#seen].slice(0, 10).join(', ');
    const message = `Nothing stands at the path ${this.#names.join('.')} of the XML document. There is: ${there}. Name the list of records.`;
    throw new CodecError(message, { offset: 0, line: 1, column: 1 }, 'option');
  }

  open(name: string, attributes: readonly string[]): void {
    if (this.#skipped > 0) {
      this.#skipped += 1;
      return;
    }
    const depth = this.#depth;
    const parent = depth === 0 ? undefined : this.#frames[depth - 1];
    const around = parent === undefined ? XmlScope.root : parent.scope;
    const scope = attributes.length === 0 ? around : around.declare(attributes);
    if (scope === undefined) throw this.#tokens.mistake('a namespace is declared that cannot be');
    const place = parent === undefined ? this.#root(name, scope) : this.#child(parent.plan, name, scope);
    if (this.#recordBase === -1) {
      if (parent !== undefined && place.key !== this.#names[depth - 1]) {
        if (this.#seen.size < 50) this.#seen.add(place.key);
        this.#skipped = 1;
        return;
      }
      if (depth === this.#names.length) this.#startRecord();
    } else this.#checkSize();
    const frame = (this.#frames[depth] ??= new XmlFrame());
    frame.start(place, scope);
    if (attributes.length > 0 && this.#recordBase !== -1) this.#attributes(frame, attributes);
    this.#depth = depth + 1;
  }

  leaf(name: string, text: string): void {
    if (this.#skipped > 0) return;
    const parent = this.#frames[this.#depth - 1];
    if (this.#recordBase === -1 || parent === undefined) {
      this.open(name, []);
      this.text(text);
      this.close();
      return;
    }
    this.#checkSize();
    const place = this.#child(parent.plan, name, parent.scope);
    this.#add(parent, place, this.#leafValue(place, text));
  }

  text(text: string): void {
    if (this.#skipped > 0 || this.#recordBase === -1) return;
    const frame = this.#frames[this.#depth - 1];
    if (frame !== undefined) frame.text = frame.text === '' ? text : frame.text + text;
  }

  close(): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    this.#depth -= 1;
    const frame = this.#frames[this.#depth];
    if (frame === undefined || this.#recordBase === -1) return;
    const value = this.#finish(frame);
    if (this.#depth === this.#recordBase) {
      this.#endRecord(value);
      return;
    }
    const parent = this.#frames[this.#depth - 1];
    if (parent !== undefined) this.#add(parent, frame, value);
  }

  #add(parent: XmlFrame, place: XmlPlace, value: Json): void {
    if (!parent.add(place, value)) this.#bad(`the element ${place.key} stands twice, where it may stand once`);
  }

  #startRecord(): void {
    this.#recordBase = this.#depth;
    this.#recordStart = this.#tokens.offset;
    this.#recordLine = this.#options.onReject === undefined ? 0 : this.#tokens.place().line;
    this.#rejected = undefined;
    this.#records += 1;
  }

  #endRecord(value: Json): void {
    this.#recordBase = -1;
    if (this.#rejected === undefined) this.rows.push(value);
    else this.#options.onReject?.({ line: this.#recordLine, reason: this.#rejected, row: value });
  }

  #checkSize(): void {
    if (this.#names.length === 0 || this.#tokens.offset - this.#recordStart <= this.#limits.maxRowSize) return;
    const cap = inMegabytes(this.#limits.maxRowSize);
    const message = `A record is longer than ${cap}. Name the list of records with “path”, or raise maxRowSize.`;
    throw CodecError.limit(message, this.#tokens.place());
  }

  #root(name: string, scope: XmlScope): XmlPlace {
    const { local } = this.#resolved(name, scope, 'element');
    const { schema, lists = [] } = this.#options;
    const place = { key: local, isList: false, mayRepeat: false };
    if (schema === undefined) return { ...place, plan: schemalessPlan(lists.map((path) => namesOfPath(path))) };
    const plan = rootPlanOf(schema);
    const root = schema['x-xml']?.name;
    if (root === undefined || root === local) {
      this.#isPathKnown = isKnown(plan, this.#names);
      return { ...place, plan };
    }
    // The schema may be that of one record.
    if (root === this.#names.at(-1)) return { ...place, plan: wayTo(this.#names, plan) };
    throw this.#tokens.mistake(`its root element is ${local}, where the schema describes ${root}`);
  }

  #child(plan: ElementPlan, name: string, scope: XmlScope): XmlPlace {
    const known = plan.found.get(name);
    if (known !== undefined && known.scope === scope) return known.child;
    const child = this.#find(plan, name, this.#resolved(name, scope, 'element'));
    if (plan.found.size < maxFound) plan.found.set(name, { scope, child });
    return child;
  }

  /** By namespace and local name; where none has both, by the local name if only one has that. */
  #find(plan: ElementPlan, name: string, qualified: QualifiedName): PlannedChild {
    const alike = plan.children.filter((child) => child.local === qualified.local);
    const found = alike.find((child) => child.ns === qualified.ns) ?? (alike.length === 1 ? alike[0] : undefined);
    if (found !== undefined) return found;
    const key = this.#options.keepPrefixes === true ? name : qualified.local;
    return { ...qualified, key, isList: false, mayRepeat: true, plan: anything };
  }

  #resolved(name: string, scope: XmlScope, kind: 'element' | 'attribute'): QualifiedName {
    const qualified = scope.resolve(name, kind);
    if (qualified === undefined) {
      const prefix = name.slice(0, Math.max(0, name.indexOf(':')));
      throw this.#tokens.mistake(`the prefix of “${name.slice(0, 60)}” is bound to no namespace (xmlns:${prefix})`);
    }
    return qualified;
  }

  #attributes(frame: XmlFrame, attributes: readonly string[]): void {
    const { plan, scope } = frame;
    const isRaw = this.#options.keepPrefixes === true && plan.kind === 'any';
    const found: FoundAttribute[] = [];
    for (let at = 0; at < attributes.length; at += 2) {
      const name = attributes[at] ?? '';
      const text = attributes[at + 1] ?? '';
      if (declaredPrefix(name) === undefined)
        found.push({ name, text, qualified: this.#resolved(name, scope, 'attribute') });
      else if (isRaw) frame.set(`@${name}`, text);
    }
    const { shared, twice } = sharedNames(found);
    if (twice !== undefined)
      throw this.#tokens.mistake(`the attributes ${twice.join(' and ')} are one, which stands twice`);
    for (const attribute of found) {
      const { name, text, qualified } = attribute;
      const planned = plannedOf(plan.attributes, attribute, found);
      if (planned !== undefined) {
        const value = planned.read === undefined ? text : planned.read(text);
        frame.set(
          planned.key,
          value ?? this.#bad(`“${text}” in the attribute ${qualified.local} is not of its type`, text),
        );
      } else if (isRaw) frame.set(`@${name}`, text);
      else if (qualified.ns === schemaInstance) frame.isNil ||= isNil(qualified, text);
      else if (plan.kind !== 'text') frame.set(keyOf(plan.attributes, attribute, shared), text);
    }
  }

  #finish(frame: XmlFrame): Json {
    const { plan, value, text } = frame;
    if (value === undefined) return frame.isNil ? null : this.#leafValue(frame, text);
    if (plan.kind === 'text') this.#bad(`the element ${frame.key} holds elements, where a text is expected`);
    if (isBlank(text)) return value;
    if (!frame.hasElements) {
      frame.set(plan.textKey, this.#typed(frame, text));
      return value;
    }
    const content = plan.isMixed ? frame.mixedContent() : undefined;
    frame.set(plan.textKey, text);
    if (content !== undefined) frame.set('#content', content);
    return value;
  }

  #leafValue(place: XmlPlace, text: string): Json {
    if (place.plan.kind !== 'object') return this.#typed(place, text);
    const object: JsonObject = {};
    if (!isBlank(text)) setField(object, place.plan.textKey, this.#typed(place, text));
    return object;
  }

  #typed({ plan, key }: XmlPlace, text: string): Json {
    if (plan.readText === undefined) return text;
    const value = plan.readText(text);
    if (value !== undefined) return value;
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    return this.#bad(`“${shown}” in the element ${key} is not of the type ${plan.wanted}`, text);
  }

  /** What stands in the place of a value that the schema does not allow. */
  #bad(reason: string, kept: Json = null): Json {
    const policy = this.#options.badValues ?? 'error';
    if (policy === 'error') throw this.#tokens.mistake(reason);
    if (policy === 'reject') this.#rejected ??= this.#tokens.mistake(reason).message;
    return kept;
  }
}

/** Whether the schema itself has something at the path: then a document without it is a document without records. */
function isKnown(plan: ElementPlan, names: readonly string[]): boolean {
  let current: ElementPlan | undefined = plan;
  for (const name of names) current = current?.children.find(({ key }) => key === name)?.plan;
  return names.length > 0 && current !== undefined;
}

/** Elements with one name each around the records. */
function wayTo(names: readonly string[], record: ElementPlan): ElementPlan {
  return names.reduceRight<ElementPlan>((plan, name) => {
    const child = { key: name, local: name, ns: '', prefix: undefined, isList: true, mayRepeat: true, plan };
    return { ...anything, children: [child], found: new Map() };
  }, record);
}
