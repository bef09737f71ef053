import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fromBase64 } from '../../../shared/values/bytes.ts';
import type { LoadPart } from './types.ts';

export type LoadedBytes = {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly hasMore: boolean;
  more(): void;
};

/** The bytes of a value, part by part, as far as the reader went. */
export function useBytes(valueKey: string, load: LoadPart, enabled: boolean): LoadedBytes {
  const query = useInfiniteQuery({
    queryKey: ['value-bytes', valueKey],
    enabled,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last) => (last.end < last.size ? last.end : undefined),
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  });
  const pages = query.data?.pages;
  const bytes = useMemo(() => join((pages ?? []).map((page) => fromBase64(page.base64) ?? new Uint8Array())), [pages]);
  return {
    bytes,
    size: pages?.at(-1)?.size ?? 0,
    isLoading: query.isFetching,
    error: query.error,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
  };
}

function join(parts: ReadonlyArray<Uint8Array>): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
