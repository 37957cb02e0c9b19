import { listManifests } from '@patchbay/connections';
import { expect, test } from 'vitest';
import { createFlowCheck } from '../flow/flow-problems.ts';
import { createTemplateService } from './template.service.ts';

const check = createFlowCheck(listManifests());
const templates = createTemplateService().list();

test.each(templates.map((template) => [template.id, template] as const))(
  'the template %s has no error',
  (_id, template) => {
    expect(check(template.document).filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
    expect(template.needs.length > 0).toBe(template.document.slots.length > 0);
  },
);

test('templates have ids of their own', () => {
  expect(new Set(templates.map((template) => template.id)).size).toBe(templates.length);
});
