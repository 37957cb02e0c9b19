// Finds the type of every part of an expression and says what cannot work. Says nothing where a type is not known.
import type { Diagnostic, QuickFix, Severity } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import { printExpression, quoteMember, quoteName, quoteText } from '@patchbay/model/expression';
import type { Expression, IndexNode, MemberNode, NameNode, Span, SpecialNode } from '@patchbay/model/expression';
import { typeOfValue, typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { bracketMeaning } from '../compile/bracket.ts';
import { isDecimal } from '../compile/decimal-operator.ts';
import { checkCall } from './check-call.ts';
import { checkFailure } from './check-constants.ts';
import { checkIndex } from './check-index.ts';
import { checkNames } from './check-names.ts';
import type { CheckSession, FieldAccess, FixOffers } from './check-session.ts';
import { checkBinary, checkCondition, checkNumber } from './check-operator.ts';
import { closestField, closestVisible, indexOf } from './suggest.ts';
import {
  admits,
  anything,
  boolean,
  bounded,
  integer,
  inWords,
  isAnything,
  itemsOf,
  listOf,
  nothing,
  orNull,
  text,
  unionOf,
  withoutNull,
} from './type-algebra.ts';
import { itemAt, visibleNames, withItemType } from './type-scope.ts';
import type { TypeScope } from './type-scope.ts';
import { variablesTitle } from './variables-title.ts';

/** Called for every node, innermost first, with what is known at it: completion and hovers look through this. */
export type TypeVisitor = (node: Expression, type: DataSchema, scope: TypeScope) => void;

export class Checker implements CheckSession {
  readonly diagnostics: Diagnostic[] = [];
  readonly #visit: TypeVisitor | undefined;
  #catches = 0;
  #errors = 0;

  constructor(visit?: TypeVisitor) {
    this.#visit = visit;
  }

  report(severity: Severity, code: string, message: string, at: Span, ...offers: FixOffers): void {
    const [fix, others = []] = offers;
    if (severity === 'error') this.#errors += 1;
    const fixes: QuickFix[] = fix === undefined ? [...others] : [{ kind: 'replaceText', ...fix }, ...others];
    this.diagnostics.push({
      severity,
      code: `expression.${code}`,
      message,
      at: { start: at.start, end: at.end },
      ...(fix === undefined ? {} : { fix }),
      ...(fixes.length === 0 ? {} : { fixes }),
    });
  }

  wrap(node: Expression, name: string): NonNullable<Diagnostic['fix']> {
    return { title: `Convert with ${name}()`, text: `${name}(${printExpression(node)})` };
  }

  get isCaught(): boolean {
    return this.#catches > 0;
  }

  catching<T>(look: () => T): T {
    this.#catches += 1;
    try {
      return look();
    } finally {
      this.#catches -= 1;
    }
  }

  typeOf(node: Expression, scope: TypeScope): DataSchema {
    const before = this.#errors;
    const type = bounded(this.#infer(node, scope));
    // What is wrong inside is why it fails, and is told there.
    if (this.#errors === before) checkFailure(this, node);
    this.#visit?.(node, type, scope);
    return type;
  }

  #infer(node: Expression, scope: TypeScope): DataSchema {
    switch (node.kind) {
      case 'literal':
        return { type: typeOfValue(node.value) };
      case 'name':
        return this.#name(node, scope);
      case 'special':
        return this.#special(node, scope);
      case 'member':
        return this.#member(node, this.typeOf(node.object, scope));
      case 'index':
        return this.#index(node, scope);
      case 'each': {
        const object = this.typeOf(node.object, scope);
        return admits(object, 'array') ? listOf(itemsOf(object)) : listOf(withoutNull(object));
      }
      case 'unary': {
        const operand = this.typeOf(node.operand, scope);
        if (node.operator === 'not') {
          checkCondition(this, node.operand, operand);
          return boolean;
        }
        if (!isDecimal(node)) checkNumber(this, node.operand, operand);
        return operand;
      }
      case 'binary':
        return checkBinary(this, node, [this.typeOf(node.left, scope), this.typeOf(node.right, scope)]);
      case 'call':
        return checkCall(this, node, scope);
      case 'lambda':
        this.report(
          'error',
          'misplacedLambda',
          'A function such as “l -> l.sku” has a meaning only as an argument of FILTER, MAP, SORT and the like.',
          node,
        );
        return anything;
      case 'list':
        return listOf(node.items.length === 0 ? anything : unionOf(node.items.map((item) => this.typeOf(item, scope))));
      case 'object': {
        checkNames(this, node);
        const properties = Object.fromEntries(node.entries.map(({ key, value }) => [key, this.typeOf(value, scope)]));
        return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
      }
      case 'error':
        for (const part of node.parts) this.typeOf(part, scope);
        return anything;
      default:
        return assertNever(node);
    }
  }

  #name(node: NameNode, scope: TypeScope): DataSchema {
    for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
      const named = at.names.get(node.name);
      if (named !== undefined) return named;
      if (at.item?.shadows !== true) continue;
      const field = at.item.type.properties;
      if (field !== undefined && Object.hasOwn(field, node.name)) return fieldOf(at.item.type, node.name) ?? anything;
      // The item may have any field, so the name may be one of them.
      if (field === undefined) return anything;
    }
    const meant = closestVisible(node.name, scope);
    const known =
      meant === undefined ? 'Choose one of the names that are offered while typing.' : `Did you mean “${meant}”?`;
    this.report(
      'error',
      'unknownName',
      `Nothing is named “${node.name}” here. ${known}`,
      node,
      meant === undefined ? undefined : { title: `Change to ${meant}`, text: quoteName(meant) },
    );
    return anything;
  }

  #special(node: SpecialNode, scope: TypeScope): DataSchema {
    switch (node.name) {
      case '':
      case 'parent':
      case 'index': {
        const type = itemAt(scope, node.name === 'parent' ? 1 : 0);
        if (type === undefined) {
          this.report(
            'error',
            'noItem',
            `$${node.name} has a meaning only inside a loop, a filter or a function over items.`,
            node,
          );
          return anything;
        }
        return node.name === 'index' ? integer : type;
      }
      case 'target':
        return scope.target ?? anything;
      case 'source':
        return scope.source ?? anything;
      case 'vars':
        return visibleNames(scope).get('vars') ?? anything;
      case 'now':
        this.report('info', 'varies', '$now is the start of the run; previews use a fixed time.', node);
        return { ...text, format: 'date-time' };
      default:
        this.report(
          'error',
          'unknownName',
          `$${node.name} is not known. There are $, $index, $parent, $target, $source, $vars and $now.`,
          node,
        );
        return anything;
    }
  }

  #member(node: MemberNode, object: DataSchema): DataSchema {
    const types = typesOf(object).filter((type) => type !== 'null');
    if (types.length === 1 && types[0] === 'array') {
      this.report(
        'info',
        'overList',
        `“${printExpression(node.object)}” is a list, so this is the list of “${node.name}” of all its items.`,
        node,
      );
      const items = itemsOf(object);
      const field = this.fieldOf(node, items);
      const list = listOf(typesOf(items).includes('null') ? orNull(field) : field);
      return typesOf(object).includes('null') ? orNull(list) : list;
    }
    const field = this.fieldOf(node, object);
    return typesOf(object).includes('null') ? orNull(field) : field;
  }

  fieldOf(node: FieldAccess, object: DataSchema): DataSchema {
    const types = typesOf(object);
    if (types.length === 1 && types[0] === 'array') return listOf(this.fieldOf(node, itemsOf(object)));
    const span = { start: node.nameStart, end: node.end };
    if (types.length > 0 && !types.includes('object') && !types.includes('array')) {
      if (types.every((type) => type === 'null')) return nothing;
      this.report(
        'error',
        'noFields',
        `“${printExpression(node.object)}” is ${inWords(object)}, so it has no field “${node.name}”.`,
        span,
      );
      return anything;
    }
    const field = fieldOf(object, node.name);
    if (field !== undefined) return field;
    if (object.properties === undefined) return anything;
    if (object.additionalProperties !== false && indexOf(object.properties).isEmpty) return anything;
    const meant = closestField(node.name, object.properties);
    const isStep = node.object.kind === 'name' && node.object.name === 'steps';
    const said = isStep
      ? `No step named “${node.name}” comes before this one.`
      : isVariables(object)
        ? `The environment has no variable “${node.name}”.`
        : `“${printExpression(node.object)}” has no field “${node.name}”.`;
    const remedy = isVariables(object) ? ' Set it under Settings › Variables.' : '';
    const hint = meant === undefined ? remedy : ` Did you mean “${meant}”?`;
    const severity = object.additionalProperties === false ? 'error' : 'warning';
    const fix =
      meant === undefined
        ? undefined
        : { title: `Change to ${meant}`, text: node.isKey === true ? quoteText(meant) : quoteMember(meant) };
    const code = isStep ? 'unknownStep' : isVariables(object) ? 'unknownVariable' : 'unknownField';
    this.report(severity, code, said + hint, span, fix, relinks(node, meant));
    return anything;
  }

  #index(node: IndexNode, scope: TypeScope): DataSchema {
    const object = this.typeOf(node.object, scope);
    const meaning = bracketMeaning(node.index);
    if (meaning.kind === 'key')
      return this.fieldOf(
        { object: node.object, name: meaning.key, nameStart: node.index.start, end: node.index.end, isKey: true },
        object,
      );
    if (isAnything(object)) {
      this.#bracketType(node, scope, object);
      return meaning.kind === 'filter' ? listOf(anything) : anything;
    }
    if (!admits(object, 'array') && meaning.kind !== 'computed') {
      this.report(
        'error',
        'notAList',
        `“${printExpression(node.object)}” is ${inWords(object)}, not a list: [ ] takes or filters items of lists.`,
        node,
      );
    }
    this.#bracketType(node, scope, object);
    return meaning.kind === 'filter' ? listOf(itemsOf(object)) : orNull(itemsOf(object));
  }

  #bracketType(node: IndexNode, scope: TypeScope, object: DataSchema): void {
    const { index } = node;
    const meaning = bracketMeaning(index).kind;
    if (meaning !== 'filter') {
      if (meaning !== 'computed') this.typeOf(index, scope);
      else checkIndex(this, { node, object }, scope);
      return;
    }
    const item = itemsOf(object);
    const parameters = index.kind === 'lambda' ? index.parameters : [];
    const names = parameters.slice(0, 2).map(({ name }, position) => [name, position === 0 ? item : integer] as const);
    const condition = index.kind === 'lambda' ? index.body : index;
    checkCondition(this, condition, this.typeOf(condition, withItemType(scope, names, { type: item, shadows: true })));
  }
}

/** What `vars` is where the variables are known; a source of a mapping may have that name too. */
const isVariables = ({ title }: DataSchema): boolean => title === variablesTitle;

/** The same change in every expression: the schema may have changed under all of them. */
function relinks({ object, name }: FieldAccess, meant: string | undefined): readonly QuickFix[] {
  if (meant === undefined || !isPath(object)) return [];
  const path = printExpression(object);
  const [from, to] = [name, meant].map((field) => `${path}.${quoteMember(field)}`);
  if (from === undefined || to === undefined) return [];
  return [{ kind: 'relink', title: `Change ${from} to ${to} everywhere`, from, to }];
}

const isPath = (node: Expression): boolean =>
  node.kind === 'name' || ((node.kind === 'member' || node.kind === 'each') && isPath(node.object));

/** The type of a field; one that is not required may be missing, that is null. */
function fieldOf(object: DataSchema, name: string): DataSchema | undefined {
  const properties = object.properties ?? {};
  if (!Object.hasOwn(properties, name))
    return typeof object.additionalProperties === 'object' ? orNull(object.additionalProperties) : undefined;
  const type = properties[name] ?? anything;
  return object.required?.includes(name) === true ? type : orNull(type);
}
