// Calls. Arguments are read here and the function's own code is called on values; a function that decides itself what is
// evaluated has a template, or its closure over functions of the program.
import type { CallNode, Expression } from '@patchbay/model/expression';
import { arityMistake } from '../compile/arity.ts';
import { plainKinds } from '../functions/argument.ts';
import type { EagerFunction, FunctionDefinition, Parameter } from '../functions/definition.ts';
import { functionNamed } from '../functions/index.ts';
import { truthText } from './generate-operator.ts';
import { literal } from './program.ts';
import { failing } from './writing.ts';
import type { Writing } from './writing.ts';

export function generateCall(node: CallNode, writing: Writing): string {
  const definition = functionNamed(node.name);
  if (definition === undefined) return failing(node, `there is no function ${node.name}.`, 'unknownFunction');
  const mistake = arityMistake(definition, node.args.length);
  if (mistake !== undefined) return failing(node, mistake);
  const call = { node, definition, site: writing.program.site(node.name, node), writing };
  if (definition.eager) return eagerCall({ ...call, definition });
  const template = Object.hasOwn(templates, definition.name) ? templates[definition.name] : undefined;
  return template?.(call) ?? lazyCall(call);
}

interface Call {
  readonly node: CallNode;
  readonly definition: FunctionDefinition;
  readonly site: string;
  readonly writing: Writing;
}
interface EagerCall extends Call {
  readonly definition: EagerFunction;
}

const codeOf = ({ definition, writing }: Call): string =>
  writing.program.constant('r', `rt.runOf(${literal(definition.name)})`);

/** `[text of the argument as it is read, the name it is held under]` */
function readArgument(arg: Expression, parameter: Parameter | undefined, call: Call): readonly [string, string] {
  const { writing, site } = call;
  const held = writing.text.temporary();
  const value = writing.write(arg);
  const { type = 'any', optional } = parameter ?? {};
  const kind = plainKinds[type];
  const reader = writing.program.constant('a', `rt.readerOf(${literal(type)}, ${optional === true})`);
  const read = `(${held} = ${reader}(${held}, ${site}))`;
  return [
    kind === '' ? `(${held} = ${value}, ${read})` : `(typeof (${held} = ${value}) !== ${literal(kind)} && ${read})`,
    held,
  ];
}

function eagerCall(call: EagerCall): string {
  const { node, definition } = call;
  const { parameters } = definition;
  const many =
    parameters.at(-1)?.repeats === true ||
    node.args.length > 3 ||
    node.args.some((_, position) => parameters[position]?.type === 'item');
  return many ? manyArguments(call) : fewArguments(call);
}

/** All arguments are read before any of them is found to be nothing. */
function fewArguments(call: EagerCall): string {
  const { node, definition, site } = call;
  const read = node.args.map((arg, position) => readArgument(arg, definition.parameters[position], call));
  const values = read.map(([, held]) => held);
  const run = `${codeOf(call)}(${['f', site, ...values].join(', ')})`;
  const guard = values.map((held) => `${held} === null`).join(' || ');
  const result = definition.nulls === 'yieldsNull' && guard !== '' ? `${guard} ? null : ${run}` : run;
  return `(${[...read.map(([text]) => text), result].join(', ')})`;
}

/** Arguments are read one by one; the first that is nothing where nothing is passed on ends the reading. */
function manyArguments(call: EagerCall): string {
  const { node, definition, site, writing } = call;
  const { parameters } = definition;
  const repeated = parameters.findIndex((parameter) => parameter.repeats === true);
  const single = repeated === -1 ? node.args.length : Math.min(repeated, node.args.length);
  const strict = definition.nulls === 'yieldsNull';
  const steps: { readonly text: string; readonly held: string; readonly plain: boolean }[] = node.args.map(
    (arg, position) => {
      const parameter = parameters[Math.min(position, parameters.length - 1)];
      if (position < single && parameter?.type === 'item')
        return { text: '', held: writing.writeItemFunction(arg), plain: true };
      const [text, held] = readArgument(arg, parameter, call);
      return { text, held, plain: false };
    },
  );
  const leading = steps.slice(0, single).map(({ held }) => held);
  const repeats =
    repeated === -1
      ? []
      : [
          `[${steps
            .slice(single)
            .map(({ held }) => held)
            .join(', ')}]`,
        ];
  const run = `${codeOf(call)}(${['f', site, ...leading, ...repeats].join(', ')})`;
  return steps.reduceRight((rest, { text, held, plain }) => {
    if (plain) return rest;
    return strict ? `(${text}, ${held} === null ? null : ${rest})` : `(${text}, ${rest})`;
  }, run);
}

/** The closure of the function, made once over functions of the program. */
function lazyCall({ node, definition, site, writing }: Call): string {
  const { program, environment } = writing;
  const items = node.args.map((arg, position) =>
    definition.parameters[position]?.type === 'item' ? writing.writeItemFunction(arg) : 'undefined',
  );
  const closures = node.args.map((arg, position) =>
    items[position] === 'undefined' ? writing.writeFunction(arg) : 'rt.nothing',
  );
  const literals = node.args.map((arg) => (arg.kind === 'literal' ? literal(arg.value) : 'undefined'));
  const made = `rt.lazy(${literal(definition.name)}, { closures: [${closures.join(', ')}], items: [${items.join(', ')}], literals: [${literals.join(', ')}], tables: ${program.capture(environment.tables)} }, ${site})`;
  return `${program.constant('k', made)}(f)`;
}

const templates: Readonly<Record<string, (call: Call) => string | undefined>> = {
  IF: ({ node: { args }, site, writing }) => {
    const [condition, then, otherwise] = args;
    if (condition === undefined || then === undefined) return undefined;
    const other = otherwise === undefined ? 'null' : writing.write(otherwise);
    return `(${truthText(condition, site, writing)} ? ${writing.write(then)} : ${other})`;
  },
  IFS: ({ node: { args }, site, writing }) =>
    args.length % 2 === 1
      ? undefined
      : pairs(args).reduceRight(
          (otherwise, [condition, value]) =>
            `(${truthText(condition, site, writing)} ? ${writing.write(value)} : ${otherwise})`,
          'null',
        ),
  AND: ({ node: { args }, site, writing }) =>
    args.length === 0 ? 'true' : `(${args.map((arg) => truthText(arg, site, writing)).join(' && ')})`,
  OR: ({ node: { args }, site, writing }) =>
    args.length === 0 ? 'false' : `(${args.map((arg) => truthText(arg, site, writing)).join(' || ')})`,
  COALESCE: ({ node: { args }, writing }) =>
    args.reduceRight((otherwise, arg) => {
      const held = writing.text.temporary();
      return `((${held} = ${writing.write(arg)}) !== null ? ${held} : ${otherwise})`;
    }, 'null'),
  SWITCH: ({ node: { args }, site, writing }) => {
    const [subject, ...cases] = args;
    if (subject === undefined) return undefined;
    const value = writing.text.temporary();
    const last = cases.length % 2 === 1 ? cases.at(-1) : undefined;
    const otherwise = last === undefined ? 'null' : writing.write(last);
    const chosen = pairs(cases).reduceRight(
      (rest, [candidate, then]) =>
        `(f.charge(1, ${site}), rt.equal(${value}, ${writing.write(candidate)}, f, ${site}) ? ${writing.write(then)} : ${rest})`,
      otherwise,
    );
    return `(${value} = ${writing.write(subject)}, ${chosen})`;
  },
};

const pairs = (args: readonly Expression[]): (readonly [Expression, Expression])[] =>
  args.flatMap((first, at) => {
    const second = args[at + 1];
    return at % 2 === 0 && second !== undefined ? [[first, second] as const] : [];
  });
