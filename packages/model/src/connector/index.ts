export {
  ConnectorManifest,
  FieldControl,
  FieldManifest,
  OperationManifest,
  SideEffect,
  sideEffectOf,
  SideEffectRule,
} from './manifest.ts';
