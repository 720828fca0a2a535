import { AudioView } from './audio/AudioView.tsx'
import { HexView } from './hex/HexView.tsx'
import { ImageView } from './image/ImageView.tsx'
import { JsonView } from './json/JsonView.tsx'
import type { Payload } from './payload.ts'
import { HtmlPreview } from './preview/HtmlPreview.tsx'
import { SourceView } from './source/SourceView.tsx'
import { TableView } from './table/TableView.tsx'
import { TextView } from './text/TextView.tsx'
import { UnpackedView } from './unpacked/UnpackedView.tsx'
import type { View } from './views.ts'

/** One way of looking at a payload. Mount it anew (key) for another. */
export function PayloadView({ view, payload, depth }: { readonly view: View; readonly payload: Payload; readonly depth: number }) {
  switch (view) {
    case 'text':
      return <TextView source={payload.source} />
    case 'json':
      return <JsonView payload={payload} />
    case 'source':
      return <SourceView payload={payload} />
    case 'preview':
      return <HtmlPreview source={payload.source} />
    case 'image':
      return <ImageView payload={payload} />
    case 'audio':
      return <AudioView payload={payload} />
    case 'table':
      return <TableView source={payload.source} />
    case 'unpacked':
      return <UnpackedView payload={payload} depth={depth} />
    case 'hex':
      return <HexView source={payload.source} />
    case 'frame':
      return null
  }
}
