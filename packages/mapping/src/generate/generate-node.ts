// Tree → JavaScript. Each function hands back the text of one expression that gives exactly what the closure of that node gives.
import type { Expression, IndexNode } from '@patchbay/model/expression';
import { bracketMeaning } from '../compile/bracket.ts';
import { withItem } from '../compile/environment.ts';
import { lambdaNames, readsItemOnly, sizeOf } from '../compile/item-function.ts';
import { isDecimal } from '../compile/decimal-operator.ts';
import { operatorLabel } from '../evaluate/site.ts';
import { generateCall } from './generate-call.ts';
import { generateBinary, truthText } from './generate-operator.ts';
import { generateChain, generateSteps } from './generate-path.ts';
import { literal, literalKey, slotText } from './program.ts';
import { failing } from './writing.ts';
import type { Place, Writing } from './writing.ts';

/** The text of a JavaScript expression that gives exactly what the closure of the tree gives. */
export function generateNode(node: Expression, place: Place): string {
  return generate(node, {
    ...place,
    write: (child) => generateNode(child, place),
    writeFunction: (child) => functionText(child, place),
    writeItemFunction: (child) => itemFunctionText(child, place),
  });
}

function generate(node: Expression, writing: Writing): string {
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
      return `rt.asList(${writing.write(node.object)})`;
    case 'unary': {
      const site = program.site(operatorLabel(node.operator), node);
      if (node.operator === 'not') return `!${truthText(node.operand, site, writing)}`;
      const value = writing.text.temporary();
      const operand = writing.write(node.operand);
      if (isDecimal(node)) return `rt.exactly("-", [0, ${operand}], f, ${site})`;
      return `(typeof (${value} = ${operand}) === "number" && ${value} !== 0 ? -${value} : rt.negated(${value}, ${site}))`;
    }
    case 'binary':
      return generateBinary(node, writing);
    case 'call':
      return generateCall(node, writing);
    case 'lambda':
      return failing(
        node,
        'a function such as “l -> l.sku” has a meaning only as an argument of FILTER, MAP, SORT and the like.',
      );
    case 'list': {
      const items = node.items.map((item) => writing.write(item));
      return `(f.chargeList(${items.length}, ${program.site('[ ]', node)}), [${items.join(', ')}])`;
    }
    case 'object': {
      const entries = node.entries.map(({ key, value }) => `${literalKey(key)}: ${writing.write(value)}`);
      return `(f.chargeObject(${entries.length}, ${program.site('{ }', node)}), { ${entries.join(', ')} })`;
    }
    case 'error':
      return failing(node, 'the expression is not complete. Mend what is underlined.', 'syntax');
  }
}

function generateIndex(node: IndexNode, writing: Writing): string {
  const { program } = writing;
  const base = writing.write(node.object);
  const site = program.site('[ ]', node);
  const meaning = bracketMeaning(node.index);
  switch (meaning.kind) {
    case 'key':
      return generateSteps(base, [meaning.key], { writing, site });
    case 'position':
      return `rt.itemAt(${base}, ${meaning.position})`;
    case 'filter':
      return `rt.filtered(${base}, ${writing.writeItemFunction(node.index)}, f, ${site})`;
    case 'computed': {
      const value = writing.text.temporary();
      return `(${value} = ${base}, rt.indexInto(${value}, ${writing.write(node.index)}, ${site}))`;
    }
  }
}

const functionText = (node: Expression, { program, environment }: Place): string =>
  program.declareFunction('c', 'f', (text) => `return ${generateNode(node, { program, text, environment })};`);

function itemFunctionText(node: Expression, { program, environment }: Place): string {
  const item = environment.layout.allocate();
  const index = environment.layout.allocate();
  const names = node.kind === 'lambda' ? lambdaNames(node, item, index) : new Map<string, number>();
  const inner = node.kind === 'lambda' ? node.body : node;
  const scope = withItem(environment, names, { item, index, shadows: true });
  const steps = 1 + (sizeOf(inner) >> 2);
  const site = program.site('function over items', node);
  const name = program.declareFunction('l', 'f, a, b', (text) => {
    const body = generateNode(inner, { program, text, environment: scope });
    return `f.charge(${steps}, ${site}); ${slotText(item)} = a === undefined ? null : a; ${slotText(index)} = b; return ${body};`;
  });
  return readsItemOnly(inner, scope, item) ? program.constant('l', `rt.ofItemOnly(${name})`) : name;
}
