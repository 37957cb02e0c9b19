// Checks what people enter for a connection against the fields of its connector.
import { findConnector } from '@patchbay/connectors';
import { schemaProblems } from '@patchbay/connector-sdk';
import type { FieldManifest } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';

export interface ConnectionFields {
  readonly connectorId: string;
  readonly settings: Readonly<Record<string, Json>>;
  /** Names of the secrets that are stored, or will be. */
  readonly secretNames: readonly string[];
}

const problem = (field: string, code: string, message: string): Diagnostic => ({
  severity: 'error',
  code: `connection.${code}`,
  message,
  at: { field },
});

const isBlank = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

function isShown(
  field: FieldManifest,
  fields: readonly FieldManifest[],
  settings: ConnectionFields['settings'],
): boolean {
  if (field.showWhen === undefined) return true;
  const { field: other, in: values } = field.showWhen;
  const value = settings[other] ?? fields.find((candidate) => candidate.name === other)?.default;
  return values.includes(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
}

function settingProblems(field: FieldManifest, value: Json): Diagnostic[] {
  const { name, label } = field;
  if (field.options !== undefined && !field.options.some((option) => option.value === value)) {
    return [
      problem(
        name,
        'unknownOption',
        `${label}: choose one of ${field.options.map((option) => option.label).join(', ')}.`,
      ),
    ];
  }
  if (field.control === 'number' && typeof value !== 'number')
    return [problem(name, 'wrongType', `${label} must be a number.`)];
  if (field.control === 'text' && typeof value !== 'string')
    return [problem(name, 'wrongType', `${label} must be text.`)];
  return schemaProblems(field.schema ?? {}, value).map((text) => problem(name, 'wrongValue', `${label}: ${text}.`));
}

/** Empty when the connection is complete and every value fits. */
export function connectionProblems(entered: ConnectionFields): Diagnostic[] {
  const connector = findConnector(entered.connectorId);
  const connection = connector?.manifest.connection;
  if (connection === undefined) {
    return [
      problem(
        'connectorId',
        'unknownConnector',
        `There is no connector "${entered.connectorId}" that takes a connection.`,
      ),
    ];
  }
  const { fields } = connection;
  const { settings, secretNames } = entered;
  const secret = (name: string): boolean => fields.some((field) => field.name === name && field.control === 'secret');
  const known = new Set(fields.map((field) => field.name));
  const found = [
    ...Object.keys(settings)
      .filter((name) => !known.has(name))
      .map((name) => problem(name, 'unknownField', `There is no field "${name}".`)),
    ...Object.keys(settings)
      .filter(secret)
      .map((name) =>
        problem(name, 'secretAsSetting', `"${name}" is a secret: send it among the secrets, where it is encrypted.`),
      ),
    ...secretNames
      .filter((name) => !secret(name))
      .map((name) => problem(name, 'unknownSecret', `There is no secret field "${name}".`)),
    ...fields.flatMap((field) => {
      const value = settings[field.name];
      const isMissing = field.control === 'secret' ? !secretNames.includes(field.name) : isBlank(value);
      if (field.required && isMissing && isShown(field, fields, settings)) {
        return [problem(field.name, 'missing', `${field.label} is missing.`)];
      }
      return field.control === 'secret' || value === undefined || value === null || value === ''
        ? []
        : settingProblems(field, value);
    }),
  ];
  const unfit = found.length === 0 ? connector?.checkSettings?.(settings) : null;
  return unfit ? [problem(unfit.field, 'wrongValue', unfit.message)] : found;
}
