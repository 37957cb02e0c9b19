// What tests of XML Schema write and look at.
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { SchemaReading } from '../schema-reading.ts';

export const xsd = (body: string, attributes = ''): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>${body}</xs:schema>`;
/** Attributes of a schema whose elements all belong to one namespace. */
export const ofNamespace = 'xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"';

export const schemaNamed = ({ schemas }: SchemaReading, name: string): DataSchema | undefined =>
  schemas.find((schema) => schema.name === name)?.schema;
export const nodeAt = (schema: DataSchema | undefined, path: string) =>
  flattenSchema(schema ?? {}).find((node) => node.path === path);
export const codesOf = ({ diagnostics }: SchemaReading): string[] => diagnostics.map(({ code }) => code);
