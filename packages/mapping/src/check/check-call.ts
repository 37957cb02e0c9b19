import { quoteText } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';
import type { FunctionDefinition, Parameter, ParameterType } from '../functions/definition.ts';
import { functionDefinitions, functionNamed } from '../functions/index.ts';
import { signatureOf } from '../functions/signature.ts';
import { checkConstant } from './check-constants.ts';
import { checkEach, checkKeys, checkSought } from './check-items.ts';
import { checkCriterion } from './check-criterion.ts';
import { checkCondition, clashes } from './check-operator.ts';
import type { CheckSession } from './check-session.ts';
import { closest } from './suggest.ts';
import { admits, anything, integer, inWords, itemsOf, orNull, unionOf } from './type-algebra.ts';
import { withItemType } from './type-scope.ts';
import type { TableType, TypeScope } from './type-scope.ts';
import { knownTruth } from './known-value.ts';

const acceptedBy: Readonly<Record<ParameterType, readonly DataType[] | undefined>> = {
  any: undefined,
  item: undefined,
  text: ['string', 'number', 'integer', 'boolean'],
  number: ['number', 'integer'],
  boolean: ['boolean'],
  list: ['array'],
  object: ['object'],
  date: ['string'],
};
const neededWords: Readonly<Record<ParameterType, string>> = {
  any: 'A value',
  item: 'An expression over each item',
  text: 'Text',
  number: 'A number',
  boolean: 'A condition',
  list: 'A list',
  object: 'A structure',
  date: 'A date',
};

export function checkCall(checker: CheckSession, node: CallNode, scope: TypeScope): DataSchema {
  const definition = functionNamed(node.name);
  if (definition === undefined) return unknownFunction(checker, node, scope);
  checkArity(checker, node, definition);
  const types: DataSchema[] = [];
  node.args.forEach((arg, position) => {
    const parameter = parameterAt(definition, position);
    if (parameter?.type === 'item')
      types.push(
        itemArgument(
          checker,
          { node, arg, name: definition.name, parameter, types, isLast: position === node.args.length - 1 },
          scope,
        ),
      );
    else {
      const isCaught = definition.name === 'IFERROR' && position === 0;
      const type = isCaught ? checker.catching(() => checker.typeOf(arg, scope)) : checker.typeOf(arg, scope);
      if (parameter !== undefined) checkArgument(checker, { arg, parameter, type, name: definition.name });
      types.push(type);
    }
    const isAsked = parameter?.unlessGiven === undefined || node.args[parameter.unlessGiven] === undefined;
    const type = types[position];
    if (parameter !== undefined && type !== undefined && isAsked)
      checkEach(checker, { arg, parameter, type, name: definition.name });
  });
  if (definition.varies === true)
    checker.report('info', 'varies', `${node.name} is not the same in every run; previews use a fixed value.`, node);
  checkKeys(checker, { node, definition, types });
  checkSought(checker, node, types);
  const table = checkTable(checker, node, scope);
  checkChoice(checker, node);
  if (table !== undefined) return unionOf([table.hasDefault ? table.value : orNull(table.value), ...types.slice(2)]);
  const result = typeof definition.returns === 'function' ? definition.returns(types) : definition.returns;
  const passesNull =
    definition.nulls === 'yieldsNull' &&
    node.args.some(
      (_, position) =>
        parameterAt(definition, position)?.optional !== true && typesOf(types[position] ?? anything).includes('null'),
    );
  return passesNull ? orNull(result) : result;
}

const functionNames = functionDefinitions.map(({ name }) => name);

function unknownFunction(checker: CheckSession, node: CallNode, scope: TypeScope): DataSchema {
  const meant = closest(node.name, functionNames);
  const hint = meant === undefined ? 'The list of functions shows what there is.' : `Did you mean ${meant}?`;
  const at = { start: node.start, end: node.nameEnd };
  checker.report(
    'error',
    'unknownFunction',
    `There is no function ${node.name}. ${hint}`,
    at,
    meant === undefined ? undefined : { title: `Change to ${meant}`, text: meant },
  );
  for (const arg of node.args) if (arg.kind !== 'lambda') checker.typeOf(arg, scope);
  return anything;
}

function parameterAt({ parameters }: FunctionDefinition, position: number): Parameter | undefined {
  const last = parameters.at(-1);
  return parameters[position] ?? (last?.repeats === true ? last : undefined);
}

function checkArity(checker: CheckSession, node: CallNode, definition: FunctionDefinition): void {
  const { parameters } = definition;
  const least = parameters.filter((parameter) => parameter.optional !== true && parameter.repeats !== true).length;
  const most = parameters.at(-1)?.repeats === true ? Infinity : parameters.length;
  const given = node.args.length;
  if (given >= least && given <= most) return;
  const needed = given < least ? `at least ${least}` : `at most ${most}`;
  const count = given === 1 ? '1 argument' : `${given} arguments`;
  checker.report(
    'error',
    'arity',
    `${node.name} takes ${least === most ? least : needed}, but was given ${count}: ${signatureOf(definition)}.`,
    node,
  );
}

function itemArgument(
  checker: CheckSession,
  call: {
    node: CallNode;
    arg: Expression;
    name: string;
    parameter: Parameter;
    types: readonly DataSchema[];
    isLast: boolean;
  },
  scope: TypeScope,
): DataSchema {
  const { arg, parameter, types } = call;
  const item = itemsOf(types[parameter.over ?? 0]);
  const partner = itemsOf(types[1]);
  // Only where another argument asks for those without a partner may there be none.
  const second = parameter.pairs !== true ? integer : call.isLast ? partner : orNull(partner);
  const parameters = arg.kind === 'lambda' ? arg.parameters : [];
  const names = parameters.slice(0, 2).map(({ name }, position) => [name, position === 0 ? item : second] as const);
  const [, , surplus] = parameters;
  if (surplus !== undefined) {
    const given = parameter.pairs === true ? 'an item of each list' : 'the item and its position';
    checker.report('error', 'arity', `${call.name} hands over ${given} only.`, surplus);
  }
  const body = arg.kind === 'lambda' ? arg.body : arg;
  const type = checker.typeOf(body, withItemType(scope, names, { type: item, shadows: true }));
  if (parameter.decides === true && !checkCriterion(checker, call.node, body)) checkCondition(checker, body, type);
  return type;
}

function checkArgument(
  checker: CheckSession,
  { arg, parameter, type, name }: { arg: Expression; parameter: Parameter; type: DataSchema; name: string },
): void {
  checkConstant(checker, { arg, parameter, name });
  const accepted = acceptedBy[parameter.type];
  if (accepted === undefined || !clashes(type, accepted)) return;
  const isText = parameter.type === 'number' && admits(type, 'string');
  const remedy = isText ? ' Convert it with NUMBER().' : '';
  checker.report(
    'error',
    'typeMismatch',
    `${neededWords[parameter.type]} is needed for “${parameter.name}” of ${name}, but this is ${inWords(type)}.${remedy}`,
    arg,
    isText ? checker.wrap(arg, 'NUMBER') : undefined,
  );
}

/** The table that a lookup names, when it does so in its text. */
function checkTable(checker: CheckSession, node: CallNode, { tables }: TypeScope): TableType | undefined {
  const [table] = node.args;
  if (node.name !== 'LOOKUP' || table?.kind !== 'literal' || typeof table.value !== 'string') return undefined;
  const known = tables.get(table.value);
  if (known !== undefined) return known;
  const meant = closest(table.value, tables);
  checker.report(
    'error',
    'unknownTable',
    `There is no lookup table “${table.value}” in this mapping. Add it, or choose another.`,
    table,
    meant === undefined ? undefined : { title: `Change to ${meant}`, text: quoteText(meant) },
  );
  return undefined;
}

/** Conditions of IF and IFS that are known before any data is seen. */
function checkChoice(checker: CheckSession, { name, args }: CallNode): void {
  if (name !== 'IF' && name !== 'IFS') return;
  let decided: Expression | undefined;
  args.forEach((arg, position) => {
    const isCondition = name === 'IF' ? position === 0 : position % 2 === 0 && position < args.length - 1;
    if (!isCondition) return;
    if (decided !== undefined) {
      checker.report('warning', 'unreachable', 'This is never looked at: a condition before it always holds.', arg);
      return;
    }
    const truth = knownTruth(arg);
    if (truth === undefined) return;
    if (truth) decided = arg;
    const isLast = position >= args.length - 2;
    // IFS ends in “true” by custom: that is its “otherwise”.
    if (name === 'IFS' && truth && isLast) return;
    checker.report(
      'warning',
      'constantCondition',
      truth ? 'This condition always holds.' : 'This condition never holds.',
      arg,
    );
  });
}
