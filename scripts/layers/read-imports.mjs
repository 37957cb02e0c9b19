// What one file imports, read from its syntax tree.
import { parseSync, Visitor } from 'rolldown/utils';

/** @returns {{ imports: { specifier: string, type: boolean, line: number }[], starExports: number[], clocks: number[], problem?: string }} */
export function readImports(file, source) {
  const { program, errors } = parseSync(file, source);
  const first = errors[0];
  if (first !== undefined) return { imports: [], starExports: [], clocks: [], problem: first.message };
  const lineOf = (node) => source.slice(0, node.start).split('\n').length;
  const imports = [];
  const starExports = [];
  const clocks = [];
  const add = (node, from, type) => {
    if (typeof from?.value === 'string') imports.push({ specifier: from.value, type, line: lineOf(node) });
  };
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      const named = node.specifiers ?? [];
      const onlyTypes = named.length > 0 && named.every((one) => one.importKind === 'type');
      add(node, node.source, node.importKind === 'type' || onlyTypes);
    } else if (node.type === 'ExportNamedDeclaration') {
      add(node, node.source, node.exportKind === 'type');
    } else if (node.type === 'ExportAllDeclaration') {
      add(node, node.source, node.exportKind === 'type');
      if (node.exported === null) starExports.push(lineOf(node));
    }
  }
  new Visitor({
    ImportExpression: (node) => add(node, node.source, false),
    // Without an argument it reads the clock; with one it is arithmetic.
    NewExpression: (node) => {
      if (node.callee.name === 'Date' && node.arguments.length === 0) clocks.push(lineOf(node));
    },
    TSImportType: (node) => add(node, node.source ?? node.argument?.literal, true),
  }).visit(program);
  return { imports, starExports, clocks };
}
