export { outline } from './outline.ts';
export { fixture, fixtureFiles } from './fixtures.ts';
