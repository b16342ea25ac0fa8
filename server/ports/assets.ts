/** A file as one content coding; `etag` is strong and quoted. */
export interface AssetVariant {
  body: Uint8Array
  etag: string
}

/** A public file, in memory. */
export interface Asset {
  contentType: string
  identity: AssetVariant
  br?: AssetVariant | undefined
  gzip?: AssetVariant | undefined
}

/** Public files by path, which begins with `/`. */
export type Assets = ReadonlyMap<string, Asset>
