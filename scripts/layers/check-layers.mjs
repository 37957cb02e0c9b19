// Every import of the tree against the layer table. Pure: files in, sentences out.
import { dirname, posix } from 'node:path';
import { findCycles } from './find-cycles.mjs';
import { readImports } from './read-imports.mjs';
import { FORBIDDEN, INSIDE, LAYERS, PURE, ROOMS } from './rules.mjs';

const SCOPE = '@patchbay/';
const isTest = (path) =>
  /\.(test|spec)\.tsx?$/.test(path) ||
  /(^|\/)(testing|fixtures|test)\//.test(path) ||
  path.startsWith('e2e/') ||
  path.startsWith('bench/');
const below = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const nameOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const memberOf = (path) => Object.keys(LAYERS).find((member) => below(path, member));

/**
 * @param {Map<string, string>} files text by path from the root, with forward slashes
 * @param {Map<string, object>} manifests package.json by folder, '' for the root
 * @returns {string[]} one sentence per violation
 */
export function checkLayers(files, manifests) {
  const problems = [];
  const fileGraph = new Map();
  const packageGraph = new Map(Object.keys(LAYERS).map((member) => [member, new Set()]));
  for (const [path, source] of files) {
    const { imports, starExports, clocks, problem } = readImports(path, source);
    if (problem !== undefined) problems.push(`${path}: does not parse: ${problem}`);
    for (const line of starExports)
      problems.push(`${path}:${line}: "export *" hides what a room offers; name each export`);
    if (PURE.test(path) && !isTest(path)) {
      for (const line of clocks)
        problems.push(`${path}:${line}: a pure room has no clock: take the time as an argument`);
    }
    const targets = new Set();
    fileGraph.set(path, targets);
    for (const found of imports) {
      const at = { path, ...found, where: `${path}:${found.line}`, member: memberOf(path) };
      if (found.specifier.startsWith('.')) checkRelative(at, { problems, files, targets });
      else if (found.specifier.startsWith(SCOPE)) checkOurs(at, { problems, manifests, packageGraph });
      else checkTheirs(at, { problems, manifests });
    }
  }
  for (const group of findCycles(fileGraph))
    problems.push(`these files import each other in a circle: ${group.toSorted().join(', ')}`);
  for (const group of findCycles(packageGraph))
    problems.push(`these packages import each other in a circle: ${group.toSorted().join(', ')}`);
  return problems;
}

function checkRelative({ path, specifier, type, where, member }, { problems, files, targets }) {
  const target = posix.normalize(posix.join(dirname(path), specifier.split('?')[0]));
  // Tests of a connector run against the stand-ins of the end-to-end tests.
  const standIn = isTest(path) && below(target, 'e2e/fixtures');
  if (member !== undefined && !below(target, member) && !standIn) {
    problems.push(`${where}: "${specifier}" leaves ${member}; import the other package by its name`);
    return;
  }
  // Types are gone at run time: a circle of them cannot bite.
  if (files.has(target) && !type) targets.add(target);
  for (const { from, not, why } of INSIDE) {
    if (below(path, from) && !isTest(path) && not.some((folder) => below(target, folder))) {
      problems.push(`${where}: ${from} may not import ${target}: ${why}`);
    }
  }
  if (!isTest(path) && isTest(target)) problems.push(`${where}: imports ${target}, which is for tests`);
}

function checkOurs({ path, specifier, type, where, member }, { problems, manifests, packageGraph }) {
  if (member === undefined) return;
  const [name, ...rest] = specifier.slice(SCOPE.length).split('/');
  const folder = ['packages', 'apps'].map((kind) => `${kind}/${name}`).find((one) => manifests.has(one)) ?? name;
  if (folder === member) {
    problems.push(`${where}: "${specifier}" is the own package; import the file`);
    return;
  }
  const entry = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  if (manifests.get(folder)?.exports?.[entry] === undefined) {
    problems.push(`${where}: ${SCOPE}${name} offers no "${entry}"`);
  }
  const test = isTest(path);
  if (test && !member.startsWith('apps/web')) return;
  if (rest[0] === 'testing' && !test) problems.push(`${where}: "${specifier}" is for tests`);
  const { values, types = [] } = LAYERS[member];
  if (values.includes(name) || (type && types.includes(name))) packageGraph.get(member)?.add(folder);
  else if (types.includes(name))
    problems.push(`${where}: ${member} may import only types of ${name} (write "import type")`);
  else
    problems.push(
      `${where}: ${member} may not import ${name}; it may import ${[...values, ...types].join(', ') || 'nothing of ours'}`,
    );
  if (!test) checkDeclared({ name: `${SCOPE}${name}`, where, member, test }, { problems, manifests });
}

function checkTheirs({ path, specifier, where, member }, { problems, manifests }) {
  const test = isTest(path);
  for (const { packages, only } of ROOMS) {
    const matches = packages.some((name) => below(specifier, name));
    if (matches && member !== undefined && !test && !only.some((room) => below(path, room))) {
      problems.push(`${where}: "${specifier}" belongs to ${only.join(' or ')} alone`);
    }
  }
  for (const { files, packages, why } of FORBIDDEN) {
    if (
      !test &&
      files.test(path) &&
      packages.some((name) => (name.endsWith(':') ? specifier.startsWith(name) : below(specifier, name)))
    ) {
      problems.push(`${where}: may not import "${specifier}": ${why}`);
    }
  }
  if (specifier.startsWith('node:') || specifier.startsWith('virtual:') || member === undefined) return;
  checkDeclared({ name: nameOf(specifier), where, member, test }, { problems, manifests });
}

function checkDeclared({ name, where, member, test }, { problems, manifests }) {
  const own = manifests.get(member) ?? {};
  const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'];
  if (kinds.some((kind) => own[kind]?.[name] !== undefined)) return;
  // Tests may lean on what the root declares, and on what the whole tree has installed for its product.
  const everywhere = [...manifests.values()].some((manifest) =>
    kinds.some((kind) => manifest[kind]?.[name] !== undefined),
  );
  if (test && everywhere) return;
  problems.push(`${where}: "${name}" is not declared in ${member}/package.json`);
}
