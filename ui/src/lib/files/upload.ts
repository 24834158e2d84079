// One file on its way to the portal, with progress; `fetch` cannot tell how far it is. Sending it
// again under its id does it once. Used by `Uploads`.
import { PortalError, problemOf } from "../api";
import type { FileId, FileInfo, SessionId } from "../protocol.generated";
import type { Side } from "../log/entries";

export interface Sending {
  session: SessionId;
  side: Side;
  id: FileId;
  file: File;
  /** From 0 to 1. */
  onProgress: (part: number) => void;
}

/** A running upload: its outcome, and how to stop it. */
export interface Running {
  done: Promise<FileInfo>;
  stop: () => void;
}

/** Where a file of a session is, for one of the two sides. */
export function fileUrl(session: SessionId, file: FileId, side: Side, part = ""): string {
  const path = `/api/v1/sessions/${encodeURIComponent(session)}/files/${encodeURIComponent(file)}`;
  return `${path}${part}?as=${side}`;
}

/** Starts sending. */
export function upload({ session, side, id, file, onProgress }: Sending): Running {
  const request = new XMLHttpRequest();
  const done = new Promise<FileInfo>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status, responseText } = request;
      if (status < 200 || status > 299) return reject(problemOf(responseText, status));
      try {
        resolve(JSON.parse(responseText) as FileInfo);
      } catch {
        reject(new PortalError("unexpected", status));
      }
    };
    request.onerror = request.ontimeout = () => reject(new PortalError("offline", 0));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
  });
  request.open("PUT", fileUrl(session, id, side));
  request.setRequestHeader("content-type", file.type || "application/octet-stream");
  request.setRequestHeader("x-file-name", encodeURIComponent(wellFormed(file.name)));
  request.send(file);
  return { done, stop: () => request.abort() };
}

/** Half a character, which some systems allow in names, cannot be sent. */
const wellFormed = (name: string) => name.replace(/\p{Surrogate}/gu, "\uFFFD");
