/** Photos of a phone are larger than anybody reads them; a mountain village should not have to send them. */

const SIDE_MOST = 1600;
const QUALITY = 0.85;
const SHRINKABLE = ["image/jpeg", "image/png", "image/webp"];

/** The picture with at most 1600 pixels a side, in one of the wanted types; other files, and where a browser cannot, as
 * they are. Drawing it anew also leaves out where and with which phone it was taken.
 */
export async function shrunk(file: File, wanted: string[]): Promise<File> {
  if (!SHRINKABLE.includes(file.type) || !("createImageBitmap" in window)) return file;
  const type = wanted.includes("image/jpeg") ? "image/jpeg" : file.type;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, SIDE_MOST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * factor));
    canvas.height = Math.max(1, Math.round(picture.height * factor));
    const pen = canvas.getContext("2d");
    if (!pen) return file;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
    return small ? new File([small], renamed(file.name, small.type), { type: small.type }) : file;
  } catch {
    return file; // Not a picture after all; the server will say so.
  }
}

function renamed(name: string, type: string): string {
  return type === "image/jpeg" ? `${name.replace(/\.[^.]*$/, "")}.jpg` : name;
}
