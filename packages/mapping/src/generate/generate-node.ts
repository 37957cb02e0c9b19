// Tree → JavaScript. Each function hands back the text of one expression that gives exactly what the closure of that node gives.
import type { Expression, IndexNode } from '@patchbay/model/expression';
import { bracketMeaning } from '../compile/bracket.ts';
import { withItem } from '../compile/environment.ts';
import type { Environment } from '../compile/environment.ts';
import { lambdaNames, sizeOf } from '../compile/item-function.ts';
import { generateCall } from './generate-call.ts';
import { generateBinary, truthText } from './generate-operator.ts';
import { generateChain, generateSteps } from './generate-path.ts';
import { literal, literalKey, slotVariable } from './program.ts';
import type { FunctionText, Program } from './program.ts';

/** Where code is being written: the program, the function around it, and the names that are known there. */
export interface Writing {
  readonly program: Program;
  readonly text: FunctionText;
  readonly environment: Environment;
}

export function generateNode(node: Expression, writing: Writing): string {
  const { program } = writing;
  switch (node.kind) {
    case 'literal':
      return literal(node.value);
    case 'name':
    case 'special':
    case 'member':
      return generateChain(node, writing);
    case 'index':
      return generateIndex(node, writing);
    case 'each':
      return `rt.asList(${generateNode(node.object, writing)})`;
    case 'unary': {
      const site = program.site(node.operator, node);
      if (node.operator === 'not') return `!${truthText(node.operand, site, writing)}`;
      const value = writing.text.temporary();
      const operand = generateNode(node.operand, writing);
      return `(typeof (${value} = ${operand}) === "number" && ${value} !== 0 ? -${value} : rt.negated(${value}, ${site}))`;
    }
    case 'binary':
      return generateBinary(node, writing);
    case 'call':
      return generateCall(node, writing);
    case 'lambda':
      return failing(
        writing,
        node,
        'a function such as “l -> l.sku” has a meaning only as an argument of FILTER, MAP, SORT and the like.',
      );
    case 'list': {
      const items = node.items.map((item) => generateNode(item, writing));
      return `(f.chargeList(${items.length}, ${program.site('[ ]', node)}), [${items.join(', ')}])`;
    }
    case 'object': {
      const entries = node.entries.map(({ key, value }) => `${literalKey(key)}: ${generateNode(value, writing)}`);
      return `(f.chargeObject(${entries.length}, ${program.site('{ }', node)}), { ${entries.join(', ')} })`;
    }
    case 'error':
      return failing(writing, node, 'the expression is not complete. Mend what is underlined.', 'syntax');
  }
}

/** An expression that can only fail, when it is reached. */
export function failing(
  _writing: Writing,
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  code: 'syntax' | 'unknownFunction' | 'invalidValue' = 'invalidValue',
): string {
  const shown = message.charAt(0).toUpperCase() + message.slice(1);
  return `rt.fail(${literal(code)}, ${literal(shown)}, { start: ${start}, end: ${end} })`;
}

function generateIndex(node: IndexNode, writing: Writing): string {
  const { program } = writing;
  const base = generateNode(node.object, writing);
  const site = program.site('[ ]', node);
  const meaning = bracketMeaning(node.index);
  switch (meaning.kind) {
    case 'key':
      return generateSteps(base, [meaning.key], { writing, site });
    case 'position':
      return `rt.itemAt(${base}, ${meaning.position})`;
    case 'filter':
      return `rt.filtered(${base}, ${itemFunctionText(node.index, writing)}, f, ${site})`;
    case 'computed': {
      const value = writing.text.temporary();
      return `(${value} = ${base}, rt.indexInto(${value}, ${generateNode(node.index, writing)}, ${site}))`;
    }
  }
}

/** A lambda, or any expression in a place for one, as a function of its own; its name. */
export function itemFunctionText(node: Expression, { program, environment }: Writing): string {
  const item = environment.layout.allocate();
  const index = environment.layout.allocate();
  const names = node.kind === 'lambda' ? lambdaNames(node, item, index) : new Map<string, number>();
  const inner = node.kind === 'lambda' ? node.body : node;
  const scope = withItem(environment, names, { item, index, shadows: true });
  const steps = 1 + (sizeOf(inner) >> 2);
  const site = program.site('function over items', node);
  return program.declareFunction('l', 'f, a, b', (text) => {
    const body = generateNode(inner, { program, text, environment: scope });
    return `f.charge(${steps}, ${site}); ${slotVariable(item)} = a === undefined ? null : a; ${slotVariable(index)} = b; return ${body};`;
  });
}
