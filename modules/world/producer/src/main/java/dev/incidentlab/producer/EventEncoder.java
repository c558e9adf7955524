package dev.incidentlab.producer;

import java.util.HashMap;
import java.util.Map;

/**
 * Encodes events as frames, field by field in the contract's order. Avro's own writer needs a
 * generic record per event; a property test holds the two equal byte for byte.
 */
final class EventEncoder {
  private final FrameBytes frame = new FrameBytes();

  /** The few texts that events draw from; invoices are not among them. */
  private final Map<String, byte[]> encodedTexts = new HashMap<>();

  /**
   * @param schemaId the registry's id of the contract version that the event is written with
   */
  byte[] encode(int schemaId, AdEvent event) {
    frame.header(schemaId);
    frame.text(event.idText);
    if (event.version == 2 && event.layout == Layout.EARLY) {
      attribution(event);
    }
    frame.number(event.tsMicros);
    frame.number(event.type.wireIndex());
    frame.number(event.customerId);
    frame.number(event.campaignId);
    text(event.country);
    text(event.device);
    if (event.version == 2 && event.layout == Layout.LATE) {
      attribution(event);
    }
    if (event.placement == null) {
      frame.absent();
    } else {
      frame.present();
      text(event.placement);
    }
    frame.number(event.spendMicros);
    return frame.copy();
  }

  byte[] encode(int schemaId, BillingEvent event) {
    frame.header(schemaId);
    frame.text(event.idText);
    frame.number(event.tsMicros);
    frame.number(event.customerId);
    frame.raw(FrameBytes.encoded(event.invoiceId));
    frame.number(event.amountMicros);
    return frame.copy();
  }

  private void attribution(AdEvent event) {
    if (event.attributionModel == null) {
      frame.absent();
      return;
    }
    frame.present();
    text(event.attributionModel);
    frame.number(event.attributionWindowDays);
  }

  private void text(String text) {
    frame.raw(encodedTexts.computeIfAbsent(text, FrameBytes::encoded));
  }
}
