// What every part of a mounted mapper may reach: its host, its store, and what is derived from the two.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { WritingPlaces } from './formula/writing.ts';
import type { MapperData } from './data/mapper-data.ts';
import type { CanvasLink } from './lines/canvas-link.ts';
import type { MapperEdit, MapperHost } from './mapper-host.ts';
import type { MapperActions, MapperState, MapperStore } from './mapper.store.ts';

export interface Mapper {
  readonly store: MapperStore;
  /** The host and the derived data as they are now: for handlers. Parts that draw use `useHost` and `useMapperData`. */
  readonly host: () => MapperHost;
  readonly data: () => MapperData;
  /** Changes the document and says what was done. Does nothing where one may only look. */
  readonly edit: (doc: MappingDocument, edit: MapperEdit) => void;
  /** Brings a target row into view, selects it and gives it the focus; filters that hide it are left. */
  readonly goTo: (path: string, part?: string) => void;
  readonly link: CanvasLink;
  /** Where a formula is written, for what puts a field into it. */
  readonly writing: WritingPlaces;
}

export const MapperContext = createContext<Mapper | null>(null);
export const HostContext = createContext<MapperHost | null>(null);
export const DataContext = createContext<MapperData | null>(null);

function inside<Value>(value: Value | null): Value {
  if (value === null) throw new Error('This part belongs inside a mapper.');
  return value;
}

/** Stable while the mapper is mounted. */
export const useMapper = (): Mapper => inside(useContext(MapperContext));
export const useHost = (): MapperHost => inside(useContext(HostContext));
export const useMapperData = (): MapperData => inside(useContext(DataContext));
export const useMapperState = <Part>(select: (state: MapperState & MapperActions) => Part): Part =>
  useStore(useMapper().store, select);
