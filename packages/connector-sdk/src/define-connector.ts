import type { ConnectorManifest, FieldManifest } from '@patchbay/model/connector';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { ConnectionContext } from './context.ts';
import type { FieldDefinition, Operation } from './define-operation.ts';

/** What a discovery finds over a connection: choices for a field, or the schema of a thing. */
export interface Discovered {
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly schema?: DataSchema;
}

export type Discovery = (context: ConnectionContext, args: Readonly<Record<string, Json>>) => Promise<Discovered>;

/** What is wrong with settings whose fields fit one by one: which field, and a sentence for whoever fills it in. Asks nobody. */
export type SettingsCheck = (
  settings: Readonly<Record<string, Json>>,
) => { readonly field: string; readonly message: string } | null;

export interface ConnectorDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly category: 'trigger' | 'connector';
  readonly connection?: { readonly fields: readonly FieldDefinition[]; readonly check?: SettingsCheck };
  readonly operations: readonly Operation[];
  /** Resolves with one sentence about what was reached, or rejects with ConnectorError. */
  readonly test?: (context: ConnectionContext) => Promise<string>;
  readonly discover?: Readonly<Record<string, Discovery>>;
}

export interface Connector {
  readonly manifest: ConnectorManifest;
  readonly operations: readonly Operation[];
  readonly test: ((context: ConnectionContext) => Promise<string>) | undefined;
  readonly discover: Readonly<Record<string, Discovery>>;
  readonly checkSettings: SettingsCheck | undefined;
}

/** Fields of a connection are fixed values: no expression reaches them. */
const connectionField = (field: FieldDefinition): FieldManifest => ({
  ...field,
  required: field.required ?? false,
  dynamic: false,
  advanced: field.advanced ?? false,
});

export function defineConnector(definition: ConnectorDefinition): Connector {
  const { id, name, description, icon, category, connection, operations } = definition;
  return {
    manifest: {
      id,
      name,
      description,
      icon,
      category,
      ...(connection === undefined ? {} : { connection: { fields: connection.fields.map(connectionField) } }),
      operations: operations.map((operation) => operation.manifest),
    },
    operations,
    test: definition.test,
    discover: definition.discover ?? {},
    checkSettings: connection?.check,
  };
}
