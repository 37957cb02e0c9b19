// A mapping document checked against the shapes of its sources and of its target; hands back the shape of what it makes.
import type { Diagnostic, Severity } from '@patchbay/model/errors';
import { isLoop, isObject } from '@patchbay/model/mapping';
import type {
  LookupTable,
  LoopRule,
  MappingDocument,
  MappingRule,
  ObjectRule,
  SubMappingRule,
  SwitchRule,
} from '@patchbay/model/mapping';
import { inferSchema, isAssignable, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { checkInScope, standaloneTypes } from '../check/check-expression.ts';
import { closest } from '../check/suggest.ts';
import {
  admits,
  anything,
  boolean,
  inWords,
  isAnything,
  itemsOf,
  listOf,
  nothing,
  orNull,
  standalone,
  unionOf,
  withoutNull,
} from '../check/type-algebra.ts';
import { rootScope, visibleNames, withItemType, withTypes } from '../check/type-scope.ts';
import type { ScopeTypes, TypeScope } from '../check/type-scope.ts';
import type { ValueRule } from './rule-scope.ts';
import { References, targetSchemaOf } from './library.ts';
import { childPath } from './rule-path.ts';

export interface CheckedMapping {
  /** `at.field` is `mapping` and the rule's path; parts of a rule follow after `#` (`#for`, `#when`, `#let.name`). */
  readonly diagnostics: Diagnostic[];
  readonly outputType: DataSchema;
}

/** Called at every rule (and at `#for` and `#where` of loops) with the scope that its expressions see, its intermediate values included. */
export type RuleVisitor = (path: string, scope: TypeScope) => void;

export function checkMapping(doc: MappingDocument, scopeTypes: ScopeTypes): CheckedMapping {
  return checkMappingInScope(doc, rootScope(standaloneTypes(scopeTypes)));
}

export function checkMappingInScope(doc: MappingDocument, sources: TypeScope, visit?: RuleVisitor): CheckedMapping {
  const scope = { ...sources, tables: new Set(Object.keys(doc.lookups ?? {})), target: anything };
  const checker = new MappingChecker(Object.fromEntries(new References(doc.bundle).tables(doc)), visit);
  const schema = targetSchemaOf(doc);
  const target = schema === undefined ? undefined : standalone(schema);
  const type = checker.structure(doc.root, { path: '', scope, target });
  return { diagnostics: checker.diagnostics, outputType: target ?? type };
}

/** The shape of what a mapping makes: the target schema, when it has one. */
export const outputSchemaOf = (doc: MappingDocument, scopeTypes: ScopeTypes): DataSchema =>
  checkMapping(doc, scopeTypes).outputType;

/**
 * What the expressions of a rule may read, innermost names first: for completion in the cell of a row. `path` may end in
 * `#for` or `#where`. A path without a rule sees what its nearest parent's fields see.
 */
export function scopeTypesOfRule(doc: MappingDocument, path: string, scopeTypes: ScopeTypes): ScopeTypes {
  const scopes = new Map<string, TypeScope>();
  const sources = rootScope(standaloneTypes(scopeTypes));
  checkMappingInScope(doc, sources, (rule, scope) => scopes.set(rule, scope));
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('#'), at.lastIndexOf('/'), 0))) {
    const scope = scopes.get(at);
    if (scope !== undefined) return Object.fromEntries(visibleNames(scope));
    if (at === '') return Object.fromEntries(visibleNames(sources));
  }
}

interface RulePlace {
  readonly path: string;
  readonly scope: TypeScope;
  /** The shape that the target asks for here, when it is known. */
  readonly target: DataSchema | undefined;
}
interface Made {
  readonly type: DataSchema;
  /** The key may be left out. */
  readonly optional: boolean;
}

class MappingChecker {
  readonly diagnostics: Diagnostic[] = [];
  readonly #lookups: Readonly<Record<string, LookupTable>>;
  readonly #visit: RuleVisitor | undefined;

  constructor(lookups: Readonly<Record<string, LookupTable>>, visit: RuleVisitor | undefined) {
    this.#lookups = lookups;
    this.#visit = visit;
  }

  structure(rule: ObjectRule | LoopRule, place: RulePlace): DataSchema {
    if (rule.when !== undefined) this.#expression(rule.when, '#when', place, boolean);
    return isLoop(rule) ? this.#loop(rule, place) : this.#object(rule, place);
  }

  #report(severity: Severity, code: string, message: string, path: string): void {
    this.diagnostics.push({ severity, code: `mapping.${code}`, message, at: { field: `mapping${path}` } });
  }

  #expression(text: string, part: string, { path, scope }: RulePlace, expected?: DataSchema): DataSchema {
    const { type, diagnostics } = checkInScope(text, scope, expected);
    for (const diagnostic of diagnostics)
      this.diagnostics.push({ ...diagnostic, at: { ...diagnostic.at, field: `mapping${path}${part}` } });
    return type;
  }

  #loop(rule: LoopRule, place: RulePlace): DataSchema {
    this.#visit?.(`${place.path}#for`, place.scope);
    const source = this.#expression(rule.for, '#for', place);
    if (typesOf(withoutNull(source)).length > 0 && !admits(source, 'array')) {
      this.#report(
        'error',
        'notAList',
        `A loop needs a list, but “${rule.for}” is ${inWords(source)}.`,
        `${place.path}#for`,
      );
    }
    const { target } = place;
    if (target !== undefined && !admits(target, 'array')) {
      this.#report(
        'error',
        'targetMismatch',
        `${shown(place.path)} makes a list, but the target needs ${inWords(target)}.`,
        place.path,
      );
    }
    const item = itemsOf(source);
    const scope = withItemType(place.scope, [[rule.as ?? 'item', item]], { type: item, shadows: false });
    this.#visit?.(`${place.path}#where`, scope);
    if (rule.where !== undefined) this.#expression(rule.where, '#where', { ...place, scope }, boolean);
    return listOf(this.#object(rule, { path: place.path, scope, target: target?.items }));
  }

  #object(rule: ObjectRule, place: RulePlace): DataSchema {
    let { scope } = place;
    for (const [name, text] of Object.entries(rule.let ?? {})) {
      const type = this.#expression(text, `#let.${name}`, { ...place, scope });
      scope = withTypes(scope, [[name, type]]);
    }
    this.#visit?.(place.path, scope);
    this.#checkFields(rule, place);
    const properties: [string, DataSchema][] = [];
    const required: string[] = [];
    for (const [name, child] of Object.entries(rule.fields)) {
      const path = childPath(place.path, name);
      const made = this.#field(
        child,
        { path, scope, target: propertyOf(place.target, name) },
        isRequired(place.target, name),
      );
      properties.push([name, made.type]);
      if (!made.optional) required.push(name);
    }
    return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false };
  }

  /** Fields that the target does not have, and those that it needs and nobody fills. */
  #checkFields(rule: ObjectRule, { path, target }: RulePlace): void {
    if (target === undefined) return;
    if (typesOf(target).length > 0 && !admits(target, 'object')) {
      this.#report(
        'error',
        'targetMismatch',
        `${shown(path)} makes a structure, but the target needs ${inWords(target)}.`,
        path,
      );
      return;
    }
    const known = Object.keys(target.properties ?? {});
    if (target.additionalProperties === false) {
      for (const name of Object.keys(rule.fields).filter((field) => !known.includes(field))) {
        const meant = closest(name, known);
        const hint = meant === undefined ? 'Delete the rule.' : `Did you mean “${meant}”?`;
        this.#report(
          'error',
          'unknownTarget',
          `${childPath(path, name)} is not a field of the target. ${hint}`,
          childPath(path, name),
        );
      }
    }
    for (const name of target.required ?? []) {
      if (!Object.hasOwn(rule.fields, name)) {
        this.#report(
          'error',
          'requiredUnmapped',
          `${childPath(path, name)} is required by the target and has no rule. Map a field to it.`,
          childPath(path, name),
        );
      }
    }
  }

  #field(rule: MappingRule, place: RulePlace, required: boolean): Made {
    if (isLoop(rule) || isObject(rule)) return { type: this.structure(rule, place), optional: rule.when !== undefined };
    this.#visit?.(place.path, place.scope);
    if (rule.when !== undefined) this.#expression(rule.when, '#when', place, boolean);
    const type = this.#value(rule, place);
    const nullable = typesOf(type).includes('null');
    const onNull = rule.onNull ?? (rule.default === undefined ? 'omit' : 'default');
    if (required && nullable && (onNull === 'omit' || onNull === 'null')) {
      const message = `${place.path} is required by the target, but may have no value. Give the rule a default, or let it say what is missing.`;
      this.#report('warning', 'maybeMissing', message, place.path);
    }
    if (required && rule.when !== undefined) {
      this.#report(
        'warning',
        'maybeMissing',
        `${place.path} is required by the target, but is only written when its condition holds.`,
        place.path,
      );
    }
    return {
      type: this.#written(rule, type, onNull),
      optional: rule.when !== undefined || (onNull === 'omit' && (nullable || isAnything(type))),
    };
  }

  #written(rule: ValueRule, type: DataSchema, onNull: 'omit' | 'null' | 'default' | 'error'): DataSchema {
    const fallback = inferSchema([rule.default ?? null]);
    const values =
      onNull === 'null' ? type : onNull === 'default' ? unionOf([withoutNull(type), fallback]) : withoutNull(type);
    if (rule.onError === 'null') return orNull(values);
    return rule.onError === 'default' ? unionOf([values, fallback]) : values;
  }

  #value(rule: ValueRule, place: RulePlace): DataSchema {
    if ('expr' in rule) return this.#expression(rule.expr, '', place, place.target);
    if ('const' in rule) {
      this.#plain(rule.const, place);
      return inferSchema([rule.const]);
    }
    if ('switch' in rule) return this.#switch(rule, place);
    if ('map' in rule) return this.#subMapping(rule, place);
    this.#expression(rule.key, '', place, { type: ['string', 'number', 'boolean'] });
    const table = Object.hasOwn(this.#lookups, rule.lookup) ? this.#lookups[rule.lookup] : undefined;
    if (table === undefined) {
      this.#report(
        'error',
        'unknownTable',
        `There is no lookup table “${rule.lookup}” in this mapping. Add it, or choose another.`,
        place.path,
      );
      return anything;
    }
    for (const value of Object.values(table.values)) if (!this.#plain(value, place)) break;
    const values = inferSchema([
      ...Object.values(table.values),
      ...(table.default === undefined ? [] : [table.default]),
    ]);
    return table.default === undefined ? orNull(values) : values;
  }

  #switch(rule: SwitchRule, place: RulePlace): DataSchema {
    const types = rule.switch.map(({ when, then }, position) => {
      this.#expression(when, `#switch.${position}.when`, place, boolean);
      return this.#expression(then, `#switch.${position}.then`, place, place.target);
    });
    const otherwise =
      rule.otherwise === undefined ? nothing : this.#expression(rule.otherwise, '#otherwise', place, place.target);
    return unionOf([...types, otherwise]);
  }

  #subMapping(rule: SubMappingRule, place: RulePlace): DataSchema {
    for (const [name, text] of typeof rule.with === 'string' ? [['', rule.with] as const] : Object.entries(rule.with))
      this.#expression(text, name === '' ? '#with' : `#with.${name}`, place);
    return anything;
  }

  #plain(value: Json, { path, target }: RulePlace): boolean {
    if (target === undefined || value === null) return true;
    const type = inferSchema([value]);
    const result = isAssignable(type, target);
    if (!result.ok)
      this.#report(
        'error',
        'targetMismatch',
        `${shown(path)} is ${inWords(type)}, but the target needs ${inWords(target)}.`,
        path,
      );
    return result.ok;
  }
}

const shown = (path: string): string => (path === '' ? 'The result' : path);

function propertyOf(target: DataSchema | undefined, name: string): DataSchema | undefined {
  const properties = target?.properties;
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

const isRequired = (target: DataSchema | undefined, name: string): boolean => target?.required?.includes(name) === true;
