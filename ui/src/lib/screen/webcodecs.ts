// H.264 by the browser's own decoder (W3C WebCodecs). The only file that makes a VideoDecoder.
// Called by the viewer's worker.
import type { Decoder } from "./video";

/** Baseline at level 4: what every browser that decodes H.264 can do. */
const common = "avc1.42e028";

/** For streams that don't say it themselves: sRGB by the matrix of BT.709, limited range. */
const colorSpace: VideoColorSpaceInit = {
  primaries: "bt709",
  transfer: "iec61966-2-1",
  matrix: "bt709",
  fullRange: false,
};

/** Whether this browser can decode a screen's video. */
export async function canDecode(): Promise<boolean> {
  if (typeof VideoDecoder === "undefined") return false;
  try {
    return (await VideoDecoder.isConfigSupported(configuration(common))).supported === true;
  } catch {
    return false;
  }
}

/** Makes a decoder for Annex B access units of a codec string. */
export function makeDecoder(
  codec: string,
  output: (picture: VideoFrame) => void,
  failed: (error: Error) => void,
): Decoder {
  const decoder = new VideoDecoder({ output, error: failed });
  decoder.configure(configuration(codec));
  return {
    decode: ({ key, timestamp, data }) =>
      decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp, data })),
    close: () => {
      if (decoder.state !== "closed") decoder.close();
    },
  };
}

/** Without a `description` the chunks are Annex B; see the AVC registration of WebCodecs. */
function configuration(codec: string): VideoDecoderConfig {
  return { codec, optimizeForLatency: true, colorSpace };
}
