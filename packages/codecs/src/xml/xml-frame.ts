// An element that is open: what is known of it, and the value that it becomes.
import type { Json, JsonObject } from '@patchbay/model/schema';
import { ownField, setField } from '../value/set-field.ts';
import { anything } from './xml-plan.ts';
import type { ElementPlan } from './xml-plan.ts';
import { XmlScope } from './xml-scope.ts';

const blank = /^[ \t\r\n]*$/;
export const isBlank = (text: string): boolean => text === '' || blank.test(text);

/** What an element is in the value around it. */
export interface XmlPlace {
  readonly key: string;
  readonly isList: boolean;
  readonly mayRepeat: boolean;
  readonly plan: ElementPlan;
}

/** One for each level, used again and again: elements are many. */
export class XmlFrame {
  key = '';
  isList = false;
  mayRepeat = false;
  plan: ElementPlan = anything;
  scope: XmlScope = XmlScope.root;
  value: JsonObject | undefined = undefined;
  text = '';
  isNil = false;
  hasElements = false;
  /** Of mixed content: the names of the elements, and how much of the text stands before each. */
  readonly #names: string[] = [];
  readonly #offsets: number[] = [];

  start(place: XmlPlace, scope: XmlScope): void {
    this.key = place.key;
    this.isList = place.isList;
    this.mayRepeat = place.mayRepeat;
    this.plan = place.plan;
    this.scope = scope;
    this.value = undefined;
    this.text = '';
    this.isNil = false;
    if (!this.hasElements) return;
    this.hasElements = false;
    this.#names.length = 0;
    this.#offsets.length = 0;
  }

  set(name: string, value: Json): void {
    this.value ??= {};
    setField(this.value, name, value);
  }

  /** False when the element stands there twice, and may stand once. */
  add({ key, isList, mayRepeat }: XmlPlace, value: Json): boolean {
    this.hasElements = true;
    if (this.plan.isMixed) {
      this.#names.push(key);
      this.#offsets.push(this.text.length);
    }
    this.value ??= {};
    const there = ownField(this.value, key);
    if (there === undefined) {
      setField(this.value, key, isList ? [value] : value);
      return true;
    }
    if (Array.isArray(there) && (isList || mayRepeat)) {
      there.push(value);
      return true;
    }
    setField(this.value, key, Array.isArray(there) ? [...there, value] : [there, value]);
    return mayRepeat;
  }

  /** Everything in order, where text stands between elements: texts, and objects with the one name of an element. */
  mixedContent(): Json[] {
    const content: Json[] = [];
    const counts = new Map<string, number>();
    let from = 0;
    for (const [at, name] of this.#names.entries()) {
      const to = this.#offsets[at] ?? from;
      if (to > from) content.push(this.text.slice(from, to));
      from = to;
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const values = ownField(this.value ?? {}, name);
      const element: JsonObject = {};
      setField(element, name, (Array.isArray(values) ? values[count] : values) ?? null);
      content.push(element);
    }
    if (from < this.text.length) content.push(this.text.slice(from));
    return content;
  }
}
